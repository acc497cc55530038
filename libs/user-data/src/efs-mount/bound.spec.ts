import { efsMountBoundSeconds } from '../index';
import { efsMountFor, slowMetadata } from '../testing/efs-mount-host';
import { FakeHost } from '../testing/fake-host';

describe('the time that mounting may take', () => {
  let host: FakeHost;
  afterEach(() => host.dispose());

  it('covers a name that never resolves, after slow steps', () => {
    host = new FakeHost({
      curl: slowMetadata(7, 'pass 5;'),
      dnf: 'pass 125; (($(nth) > 4)) || exit 1',
      getent: 'pass 6; exit 2',
      aws: 'pass 35; exit 255',
    });
    expect(host.boot(efsMountFor(host)).status).toBe(1);
    expect(host.elapsedSeconds()).toBeGreaterThan(5 * 125 + 180 + 5 * 35);
    expect(host.elapsedSeconds()).toBeLessThanOrEqual(efsMountBoundSeconds());
  });

  it('covers a mount that never works, as often as it is tried', () => {
    host = new FakeHost({ mount: 'pass 65; exit 32', aws: 'pass 35; exit 255' });
    expect(host.boot(efsMountFor(host, { mountAttempts: 9 })).status).toBe(1);
    expect(host.elapsedSeconds()).toBeGreaterThan(9 * 65 + 5 * 35);
    expect(host.elapsedSeconds()).toBeLessThanOrEqual(efsMountBoundSeconds({ mountAttempts: 9 }));
  });

  it('grows with each setting, and by default stays below the hour that a hook lasts by default', () => {
    const usual = efsMountBoundSeconds();
    expect(efsMountBoundSeconds({ dnsTimeoutSeconds: 181 })).toBe(usual + 1);
    expect(efsMountBoundSeconds({ mountAttempts: 6 })).toBe(usual + 65 + 30);
    expect(efsMountBoundSeconds({ installAttempts: 4 })).toBe(usual - 125 - 16);
    expect(usual).toBeLessThan(3600);
  });
});
