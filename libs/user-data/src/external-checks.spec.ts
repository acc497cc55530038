import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { renderProcessor, renderSystemdUnits, type SsmCommandDocument } from './index';
import { EXAMPLES } from './testing/examples';
import { FakeHost } from './testing/fake-host';

// cloud-init takes seconds to start on a busy machine.
jest.setTimeout(60_000);

interface WrittenFile {
  readonly path: string;
  readonly content: string;
}

const filesOf = (cloudConfig: string) => (parse(cloudConfig) as { write_files: WrittenFile[] }).write_files;
const cloudConfigs = Object.entries(EXAMPLES).filter(([, text]) => text.startsWith('#cloud-config'));
const stressDocument = JSON.parse(EXAMPLES['cpu-stress'] ?? '') as SsmCommandDocument;

const scripts: [string, string][] = [
  ...cloudConfigs.flatMap(([name, text]) =>
    filesOf(text)
      .filter(({ content }) => content.startsWith('#!'))
      .map(({ path, content }): [string, string] => [`${path} of ${name}`, content]),
  ),
  ['the CPU stress document', `${stressDocument.mainSteps[0]?.inputs.runCommand.join('\n')}\n`],
];

/** Tools of the administrator are not on every user's path. */
const SEARCH_PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/**
 * Checks by a program that not every machine has. Where it is missing, the report shows one test as "todo" that names
 * it; in continuous integration, which installs it, that is a failure.
 */
function describeWith(program: string, probe: readonly string[], checks: () => void): void {
  const installed = spawnSync(program, probe, { env: { ...process.env, PATH: SEARCH_PATH } }).status === 0;
  describe(program, () => {
    if (installed) checks();
    else if (process.env['CI']) {
      it('is installed in continuous integration', () => expect(`${program} is missing`).toBe('installed'));
    } else it.todo(`is not installed here: install ${program} to check what is rendered`);
  });
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-checks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the text to a file and runs the checker on it; what it says, when it objects. */
function objections(name: string, text: string, program: string, args: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync(program, [...args, path], { encoding: 'utf8' });
  return status === 0 ? '' : `exit code ${status}\n${stdout}${stderr}`;
}

describeWith('shellcheck', ['--version'], () => {
  it.each(scripts)('has no objection to %s', (_name, content) => {
    expect(objections('script.sh', content, 'shellcheck', ['--norc', '--shell=bash'])).toBe('');
  });

  it('objects to a script with a fault', () => {
    expect(objections('bad.sh', '#!/bin/bash\nrm $1\n', 'shellcheck', ['--norc'])).toContain('SC2086');
  });
});

describeWith('cloud-init', ['--version'], () => {
  it.each(cloudConfigs)('has no objection to %s', (_name, text) => {
    expect(objections('user-data.yaml', text, 'cloud-init', ['schema', '--config-file'])).toBe('');
  });

  it('objects to a file without a path', () => {
    const bad = '#cloud-config\nwrite_files:\n  - content: x\n';
    expect(objections('bad.yaml', bad, 'cloud-init', ['schema', '--config-file'])).toContain('path');
  });
});

describeWith('systemd-analyze', ['--version'], () => {
  const units = (timerLines: string[]) => {
    const command = `printf '%s\\n' "$HOME" 'a "word"'`;
    const input = { name: 'strata-checked', description: 'Checked', region: 'eu-central-1', user: 'root' };
    const { service, timer } = renderSystemdUnits({ ...input, command, timerLines });
    writeFileSync(join(folder, 'strata-checked.service'), service);
    return objections('strata-checked.timer', timer, 'systemd-analyze', ['verify']);
  };

  it('has no objection to a service and its timer', () => {
    expect(units(['OnCalendar=*-*-* 03:15:00 UTC'])).not.toContain('strata-checked');
  });

  it('objects to a timer that never fires', () => {
    expect(units(['OnCalendar=tomorrow at noon'])).toContain('strata-checked.timer');
  });
});

describeWith('mkfs.ext4', ['-V'], () => {
  it('makes a real file system on a blank image, and keeps it and what is in it from then on', () => {
    const host = new FakeHost({
      blkid: 'exec /usr/sbin/blkid "$@"',
      'mkfs.ext4': 'exec /usr/sbin/mkfs.ext4 "$@"',
    });
    try {
      const input = {
        deviceName: '/dev/sdf',
        volumeId: 'vol-1',
        filesystem: 'ext4',
        paths: host.paths,
      } as const;
      const cloudConfig = renderProcessor({
        ...input,
        mountPoint: host.path('data'),
        logFile: host.path('log'),
      });
      const disk = 'dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol1';
      host.write(disk, '\0'.repeat(4 * 1024 * 1024));
      expect(host.boot(cloudConfig)).toMatchObject({ status: 0 });
      expect(host.read('etc/fstab')).toMatch(/^UUID=[0-9a-f]{8}-[0-9a-f-]{27} \S+ ext4 /m);

      const made = readFileSync(host.path(disk));
      rmSync(host.path('state/mounted'));
      expect(host.boot(cloudConfig)).toMatchObject({ status: 0 });
      expect(host.calls('mkfs.ext4')).toHaveLength(1);
      expect(readFileSync(host.path(disk)).equals(made)).toBe(true);
    } finally {
      host.dispose();
    }
  });
});
