import { benchmarkDeploy } from './deploy';
import { benchmarkSynth } from './synth';

/** Prints figures of one run on this machine; the ratios are what can be compared between machines. */
async function main(): Promise<void> {
  const synth = await benchmarkSynth();
  print('synth of four layers, the app alone', synth.app, 's');
  print('synth of four layers, ./strata synth', synth.command, 's');
  print('synth of four layers, cached by Nx', synth.cached, 's');
  print('cached / cold', synth.cached / synth.app, '×');
  const deploy = await benchmarkDeploy();
  print('deploy of four layers, terraform init + apply', deploy.terraform, 's');
  print('deploy of four layers, cdktf (with synthesis)', deploy.cdktf, 's');
  print('cdktf / terraform', deploy.cdktf / deploy.terraform, '×');
}

function print(what: string, value: number, unit: string): void {
  process.stdout.write(`${what.padEnd(48)}${value.toFixed(2).padStart(8)} ${unit}\n`);
}

void main();
