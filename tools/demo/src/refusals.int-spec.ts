import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { start, strata } from './testing/cli';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'strata-refusals-'));
  await mkdir(join(scratch, 'empty', 'nested'), { recursive: true });
  await writeFile(join(scratch, 'file.txt'), 'x');
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('strata demo', () => {
  it.each([
    ['a folder that does not exist', 'missing', /no such folder/],
    ['a file', 'file.txt', /no folder/],
    ['a folder without files', 'empty', /holds no file/],
  ])('refuses %s before it starts anything', async (_, path, message) => {
    const refused = await strata(['demo', '--files', join(scratch, path)]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(message);
    expect(refused.stderr).not.toMatch(/\n\s+at /);
  });

  it('refuses a machine without Terraform, and says how to get it', async () => {
    const bin = join(scratch, 'bin');
    await mkdir(bin);
    await symlink(process.execPath, join(bin, 'node'));
    const path = `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`;
    const refused = await strata(['demo'], { PATH: path, STRATA_TERRAFORM: '', TERRAFORM_BINARY_NAME: '' });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/Terraform.*not found/i);
    expect(refused.stderr).toContain('https://developer.hashicorp.com/terraform/install');
  });

  it('refuses a Terraform that is too old', async () => {
    const old = join(scratch, 'terraform-old');
    await writeFile(old, `#!/bin/sh\necho '{"terraform_version":"1.5.7"}'\n`);
    await chmod(old, 0o755);
    const refused = await strata(['demo'], { STRATA_TERRAFORM: old });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/1\.5\.7[\s\S]*1\.10/) });
  });

  it('stops at a Ctrl-C in mid-deploy: the code is 130, and no process of it is left', async () => {
    const demo = start('./strata', ['demo', '--files', scratch]);
    await demo.says(/backbone: started/);
    demo.signal('SIGINT');
    const ended = await demo.ended;
    expect(ended).toMatchObject({ code: 130, stdout: '' });
    const processes = await start('ps', ['-eo', 'args']).ended;
    const dataDir = /files of this demo: (\S+)/i.exec(ended.stderr)?.[1] ?? 'no data directory told';
    expect(processes.stdout.split('\n').filter((line) => line.includes(dataDir))).toEqual([]);
    await rm(dataDir, { recursive: true, force: true });
  }, 180_000);
});
