import { localCommand } from './command';
import { statusText, upText } from './report';

describe('localCommand', () => {
  it.each(['up', 'down', 'status', 'unkind', 'fault'])('tells examples and exit codes of %s', (name) => {
    let help = '';
    const command = localCommand().commands.find((candidate) => candidate.name() === name);
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toMatch(/Examples:[^]*strata local[^]*Exit codes:[^]*0/);
    expect(help).toContain('--json');
  });

  it.each(['-1', 'x', '65536', '1.5', ''])('refuses the port %p', async (port) => {
    const command = localCommand();
    for (const each of [command, ...command.commands])
      each.exitOverride().configureOutput({ writeErr: () => undefined });
    await expect(command.parseAsync(['up', '--port', port], { from: 'user' })).rejects.toMatchObject({
      code: 'commander.invalidArgument',
    });
  });
});

describe('reports', () => {
  it('says whether it was there before', () => {
    const result = {
      endpoint: 'http://127.0.0.1:1',
      pid: 2,
      dataDir: '/d',
      logFile: '/d/l',
      alreadyRunning: false,
      ms: 1234,
    };
    expect(upText(result)).toContain('ready after 1.2 s at http://127.0.0.1:1');
    expect(upText({ ...result, alreadyRunning: true })).toContain('already running at http://127.0.0.1:1');
  });

  it('says what a stopped one has left', () => {
    const text = statusText({ running: false, dataDir: '/d', efsDirectories: ['fs-1'], outboxMessages: 1 });
    expect(text).toMatch(/not running[^]*fs-1[^]*1 message$/);
  });
});
