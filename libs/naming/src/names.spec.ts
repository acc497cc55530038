import * as fc from 'fast-check';
import {
  bucketName,
  isLayer,
  LAYER_DEPENDENCIES,
  LAYERS,
  readersOf,
  resourceName,
  resourceTags,
} from './index';

const scope = { environment: 'local', account: '123456789012', region: 'eu-central-1' };

describe('names', () => {
  it('names a resource by product, environment and purpose', () => {
    expect(resourceName(scope, 'efs')).toBe('strata-local-efs');
    expect(resourceName(scope, ['efs', 'a'])).toBe('strata-local-efs-a');
  });

  it('keeps bucket names within what S3 takes, and different, however long the purpose', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9]{0,80}$/), (purpose) => {
        const name = bucketName(scope, purpose);
        expect(name).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
        expect(bucketName(scope, `${purpose}x`)).not.toBe(name);
      }),
    );
  });

  it('does not let an environment replace the tags that tools select by', () => {
    expect(resourceTags(scope, 'storage', { Project: 'other', Owner: 'ops' })).toEqual({
      Owner: 'ops',
      Project: 'strata',
      Environment: 'local',
      Layer: 'storage',
      ManagedBy: 'terraform',
    });
  });
});

describe('layers', () => {
  it('lists every layer after all the layers it reads', () => {
    for (const [index, layer] of LAYERS.entries()) {
      for (const read of LAYER_DEPENDENCIES[layer]) expect(LAYERS.indexOf(read)).toBeLessThan(index);
    }
  });

  it('turns the dependencies round for destruction', () => {
    expect(readersOf('backbone')).toEqual(['compute', 'storage', 'backup']);
    expect(readersOf('backup')).toEqual([]);
  });

  it('refuses a name that is no layer', () => {
    expect(isLayer('network')).toBe(false);
  });
});
