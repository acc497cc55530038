import { Command } from 'commander';
import { addLazyCommands, helpText, runMain, StrataError } from './index';

const quiet = { writeOut: () => undefined, writeErr: () => undefined };

function program(action: (options: { count?: string }) => void): Command {
  const child = new Command('go').configureOutput(quiet).option('--count <n>').action(action);
  return new Command('test').configureOutput(quiet).option('--debug').addCommand(child);
}

async function run(args: string[], action: (options: { count?: string }) => void = () => undefined) {
  const told: string[] = [];
  const code = await runMain(program(action), {
    args,
    env: {},
    stderr: { write: (text) => told.push(text) },
  });
  return { code, told: told.join('') };
}

describe('the exit code of a program', () => {
  it.each([
    ['a command that does its work', ['go'], 0],
    ['--help', ['go', '--help'], 0],
    ['an unknown command', ['come'], 2],
    ['an unknown option', ['go', '--fast'], 2],
    ['an option without its value', ['go', '--count'], 2],
    ['no command at all', [], 2],
  ])('for %s', async (_what, args, code) => {
    expect(await run(args)).toMatchObject({ code });
  });

  it('is what an error asks for, told as one line without a stack', async () => {
    const error = new StrataError({ what: 'Refused' }, 3);
    expect(
      await run(['go'], () => {
        throw error;
      }),
    ).toEqual({ code: 3, told: 'error: Refused.\n' });
  });

  it('is 1 for a fault of the program, which says how to see more', async () => {
    const { code, told } = await run(['go'], () => {
      throw new TypeError('x is undefined');
    });
    expect(code).toBe(1);
    expect(told).toContain('--debug');
  });

  it('comes with the stack and the causes when --debug stands anywhere', async () => {
    const error = new StrataError({ what: 'Outer' }, 1, { cause: new Error('Inner') });
    const { told } = await run(['go', '--debug'], () => {
      throw error;
    });
    expect(told).toContain('run-main.spec');
    expect(told).toContain('caused by: Error: Inner');
  });
});

describe('lazy commands', () => {
  const load = (name: string) => jest.fn(async () => new Command(name));

  it.each([
    [['deploy'], 1, 0],
    [['--debug', 'deploy', 'compute'], 1, 0],
    [['help', 'deploy'], 1, 0],
    [['--help'], 0, 0],
    [[], 0, 0],
  ])('are loaded only when asked for: %j', async (args, deploys, others) => {
    const [deploy, other] = [load('deploy'), load('other')];
    const parent = new Command('test');
    await addLazyCommands(
      parent,
      [
        { name: 'deploy', summary: 'deploys', load: deploy },
        { name: 'other', summary: 'does other things', load: other },
      ],
      args,
    );
    expect([deploy.mock.calls.length, other.mock.calls.length]).toEqual([deploys, others]);
    expect(parent.commands.map((command) => command.name())).toEqual(['deploy', 'other']);
  });

  it('fails when a command goes by another name than its list says', async () => {
    const commands = [{ name: 'deploy', summary: '', load: load('destroy') }];
    await expect(addLazyCommands(new Command(), commands, ['deploy'])).rejects.toThrow(
      'calls itself destroy',
    );
  });
});

it('help lists examples and the exit codes that a command can end with', () => {
  const text = helpText({ examples: [['a b', 'does b']], exitCodes: [0, 3] });
  expect(text).toContain('$ a b  # does b');
  expect(text).toMatch(/ 0 {2}done\n +3 {2}refused by a guard/);
  expect(text).not.toContain('130');
});
