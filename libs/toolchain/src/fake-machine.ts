import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AWS_PROVIDER, mirrorLocations } from './provider';

/** A throw-away folder that stands for a machine, for tests: real files, real executables. */
export class FakeMachine {
  readonly root = mkdtempSync(join(tmpdir(), 'strata-machine-'));
  /** An environment of its own, without anything of the real one. */
  readonly env: NodeJS.ProcessEnv = {
    HOME: join(this.root, 'home'),
    PATH: join(this.root, 'bin'),
    XDG_DATA_DIRS: join(this.root, 'share'),
  };

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  file(path: string, text: string): string {
    const whole = this.path(path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
    return whole;
  }

  /** A shell script that runs. */
  executable(path: string, script: string): string {
    const whole = this.file(path, `#!/bin/sh\n${script}\n`);
    chmodSync(whole, 0o755);
    return whole;
  }

  /** A Terraform that answers `version -json`. */
  terraform(path: string, version: string): string {
    return this.executable(path, `echo '{"terraform_version":"${version}","platform":"linux_amd64"}'`);
  }

  /** A mirror that holds the AWS provider; unpacked, or as the zip that `terraform providers mirror` makes. */
  mirror(path: string, layout: 'unpacked' | 'packed' = 'unpacked'): string {
    const [unpacked, packed] = mirrorLocations(AWS_PROVIDER);
    this.file(
      join(path, layout === 'packed' ? packed : join(unpacked, 'terraform-provider-aws_v5.100.0_x5')),
      '',
    );
    return this.path(path);
  }

  removePath(path: string): void {
    rmSync(this.path(path), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
