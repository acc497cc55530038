import { benchmarkArchive } from './archive';
import { benchmarkDataSync } from './datasync';
import { benchmarkDeploy } from './deploy';
import { benchmarkRotation } from './rotate';
import { benchmarkSynth } from './synth';

/** The benchmarks by the name that the command line asks for them. */
const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  synth: async () => {
    const synth = await benchmarkSynth();
    print('synth of four layers, the app alone', synth.app, 's');
    print('synth of four layers, ./strata synth', synth.command, 's');
    print('synth of four layers, cached by Nx', synth.cached, 's');
    print('cached / cold', synth.cached / synth.app, '×');
  },
  deploy: async () => {
    const deploy = await benchmarkDeploy();
    print('deploy of four layers, terraform init + apply', deploy.terraform, 's');
    print('deploy of four layers, cdktf (with synthesis)', deploy.cdktf, 's');
    print('cdktf / terraform', deploy.cdktf / deploy.terraform, '×');
  },
  rotate: async () => {
    const rotate = await benchmarkRotation();
    print('rotation, volumes', rotate.volumes, '');
    print('rotation with 40 ms latency, one after another', rotate.sequential, 's');
    print('rotation with 40 ms latency, strata', rotate.strata, 's');
    print('one after another / strata', rotate.sequential / rotate.strata, '×');
    print("rotation under AWS's limits, least that they allow", rotate.allowed, 's');
    print("rotation under AWS's limits, strata", rotate.throttled, 's');
    print('strata / allowed', rotate.throttled / rotate.allowed, '×');
    print('calls refused for their rate', rotate.throttlingErrors, '');
  },
  archive: async () => {
    const { files, sync, planning, dryRun } = await benchmarkArchive();
    for (const { tool, first, unchanged, oneChanged, peakMiB } of sync) {
      const name = `sync of ${files} files by ${tool}`;
      print(`${name}, first`, first, 's');
      print(`${name}, nothing changed`, unchanged, 's');
      print(`${name}, one changed`, oneChanged, 's');
      print(`${name}, peak memory`, peakMiB, 'MiB');
    }
    print(`planning over ${planning.objects} objects`, planning.seconds, 's');
    print(`planning over ${planning.objects} objects, peak memory`, planning.peakMiB, 'MiB');
    print(`dry run over ${dryRun.objects} objects, aws s3 sync`, dryRun.awsCli, 's');
    print(`dry run over ${dryRun.objects} objects, strata`, dryRun.strata, 's');
    print('aws s3 sync / strata', dryRun.awsCli / dryRun.strata, '×');
  },
  datasync: async () => {
    for (const { tree, dataSync, s3Sync, storeMiB } of await benchmarkDataSync()) {
      print(`${tree}, first run, local DataSync`, dataSync.first, 's');
      print(`${tree}, first run, aws s3 sync`, s3Sync.first, 's');
      print(`${tree}, first run, DataSync / s3 sync`, dataSync.first / s3Sync.first, '×');
      print(`${tree}, nothing changed, local DataSync`, dataSync.unchanged, 's');
      print(`${tree}, nothing changed, aws s3 sync`, s3Sync.unchanged, 's');
      print(`${tree}, nothing changed, DataSync / s3 sync`, dataSync.unchanged / s3Sync.unchanged, '×');
      print(`${tree}, peak memory, local DataSync`, dataSync.peakMiB, 'MiB');
      print(`${tree}, peak memory, aws s3 sync`, s3Sync.peakMiB, 'MiB');
      print(`${tree}, peak memory, moto`, storeMiB, 'MiB');
    }
  },
};

/**
 * Prints figures of one run on this machine; the ratios are what can be compared between machines.
 * `npm run bench` runs all parts, `npm run bench -- rotate` one.
 */
async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) {
    process.stderr.write(
      `no such benchmark: ${unknown.join(', ')}; there are: ${Object.keys(PARTS).join(', ')}\n`,
    );
    process.exitCode = 2;
    return;
  }
  for (const [name, part] of Object.entries(PARTS)) {
    if (asked.length === 0 || asked.includes(name)) await part();
  }
}

function print(what: string, value: number, unit: string): void {
  process.stdout.write(`${what.padEnd(62)}${value.toFixed(2).padStart(8)} ${unit}\n`);
}

void main(process.argv.slice(2));
