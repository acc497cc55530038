import * as fc from 'fast-check';
import { parse } from 'yaml';
import {
  cpuStressDocument,
  renderCloudConfig,
  renderCommandHost,
  renderEfsMount,
  renderProcessor,
  safeInTerraform,
  USER_DATA_LIMIT_BYTES,
  UserDataInputError,
} from './index';
import { EXAMPLES } from './testing/examples';
import { golden } from './testing/golden';

const token = (number: number) => `\${TfToken[TOKEN.${number}]}`;

describe('what is rendered', () => {
  it.each(Object.entries(EXAMPLES))('is what the golden file of %s says', (name, text) => {
    expect(text).toBe(golden(name, text));
  });

  it.each(Object.entries(EXAMPLES))('has nothing for Terraform to evaluate in %s', (_name, text) => {
    expect(text).not.toMatch(/[$%]\{/);
  });

  it.each(Object.entries(EXAMPLES).filter(([name]) => name !== 'cpu-stress'))(
    'leaves room for what tokens stand for in %s',
    (_name, text) => {
      expect(text).toMatch(/^#cloud-config\n/);
      expect(Buffer.byteLength(text)).toBeLessThan(0.75 * USER_DATA_LIMIT_BYTES);
    },
  );

  it('keeps tokens as they are', () => {
    const rendered = [
      renderEfsMount({
        fileSystemId: token(1),
        accessPointId: token(2),
        region: token(3),
        lifecycleHookName: token(4),
        autoScalingGroupName: token(5),
        dnsName: token(6),
      }),
      renderProcessor({ deviceName: '/dev/sdf', volumeId: token(7) }),
      renderCommandHost({
        region: token(8),
        cronSchedule: '@daily',
        rotationCommand: `strata --file-system ${token(9)}`,
      }),
    ].join('');
    for (let number = 1; number <= 9; number += 1) expect(rendered).toContain(token(number));
    expect(rendered).toContain(`\n      file_system_id='${token(1)}'\n`);
  });

  it('makes the name of the mount target from tokens', () => {
    expect(
      renderEfsMount({
        fileSystemId: token(1),
        accessPointId: 'fsap-1',
        region: token(3),
        lifecycleHookName: 'launch',
        autoScalingGroupName: 'fleet',
      }),
    ).toContain(`dns_name='${token(1)}.efs.${token(3)}.amazonaws.com'`);
  });
});

describe('cloud-config', () => {
  it('hands any text over to the file as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ -#&-z|~\t\n]*$/)), (lines) => {
        const content = `#!${lines.join('\n')}.\n`;
        const text = renderCloudConfig([{ path: '/a', content, permissions: '0644' }], [['/a', 'b c']]);
        expect(parse(text)).toEqual({
          write_files: [{ path: '/a', content, permissions: '0644' }],
          runcmd: [['/a', 'b c']],
        });
      }),
    );
  });

  it('refuses more than EC2 takes, and says how much it was', () => {
    const file = { path: '/a', content: `${'x'.repeat(USER_DATA_LIMIT_BYTES)}\n`, permissions: '0644' };
    expect(() => renderCloudConfig([file], [])).toThrow(/size in bytes is \d+: EC2 takes at most 16384/);
  });

  it.each(['echo ${HOME}', 'curl -w %{http_code}', '$${x}', `${token(1)} \${aws_instance.a.id}`])(
    'refuses %s, which Terraform would evaluate',
    (content) => {
      const error = (() => {
        try {
          return renderCloudConfig([{ path: '/a', content: `${content}\n`, permissions: '0644' }], []);
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toBeInstanceOf(UserDataInputError);
      expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining('write $name instead') });
    },
  );

  it.each(['', '\n', ' indented\n', '\nlate\n', 'unfinished', 'two\n\n'])(
    'refuses %j as the text of a file',
    (content) => {
      expect(() => renderCloudConfig([{ path: '/a', content, permissions: '0644' }], [])).toThrow(
        /the content of \/a is .* begin with text, end with one line break/,
      );
    },
  );

  it('lets tokens pass', () => {
    expect(safeInTerraform('x', `a ${token(12)} b`)).toBe(`a ${token(12)} b`);
    expect(() => safeInTerraform('x', JSON.stringify(cpuStressDocument()))).not.toThrow();
  });
});
