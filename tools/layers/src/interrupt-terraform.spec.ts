import { TerraformInterrupter } from './interrupt-terraform';
import { descendantsOf, type Process } from './terraform-processes';

/** cdktf (10) with two Terraforms, of which one has a provider and a child; and a Terraform of somebody else. */
const PROCESSES: Process[] = [
  { pid: 10, parent: 1, name: 'node' },
  { pid: 11, parent: 10, name: 'terraform' },
  { pid: 12, parent: 11, name: 'terraform-provi' },
  { pid: 13, parent: 11, name: 'sh' },
  { pid: 14, parent: 10, name: 'terraform' },
  { pid: 20, parent: 1, name: 'terraform' },
];

function interrupter(binary?: string) {
  const processes = [...PROCESSES];
  const signals: string[] = [];
  const machine = {
    list: () => processes,
    kill: (pid: number, signal: string) => void signals.push(`${signal} ${pid}`),
  };
  return { processes, signals, interrupter: new TerraformInterrupter(10, binary, machine) };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('interrupting the Terraforms of a cdktf', () => {
  it('reaches each of them once, and neither providers, nor cdktf, nor the Terraforms of others', () => {
    const { interrupter: it, signals } = interrupter();
    it.begin();
    jest.advanceTimersByTime(5_000);
    it.end();
    expect(signals).toEqual(['SIGINT 11', 'SIGINT 14']);
  });

  it('reaches one that cdktf starts later, until the end', () => {
    const { interrupter: it, signals, processes } = interrupter();
    it.begin();
    processes.push({ pid: 15, parent: 10, name: 'terraform' });
    jest.advanceTimersByTime(1_000);
    it.end();
    processes.push({ pid: 16, parent: 10, name: 'terraform' });
    jest.advanceTimersByTime(1_000);
    expect(signals).toEqual(['SIGINT 11', 'SIGINT 14', 'SIGINT 15']);
  });

  it('knows a Terraform under another name, as far as Linux tells it', () => {
    const { interrupter: it, signals, processes } = interrupter('/opt/bin/terraform-enterprise');
    processes.push({ pid: 17, parent: 10, name: 'terraform-enter' });
    it.begin();
    it.end();
    expect(signals).toEqual(['SIGINT 17']);
  });
});

it('descendants are found at any depth', () => {
  expect(descendantsOf(10, PROCESSES).map(({ pid }) => pid)).toEqual([11, 12, 13, 14]);
});
