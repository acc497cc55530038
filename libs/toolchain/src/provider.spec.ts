import bindings from '@cdktf/provider-aws/package.json';
import { AWS_PROVIDER } from './index';

describe('the AWS provider that is looked for', () => {
  it('is the one that the bindings pin in the synthesised code', () => {
    const { cdktf } = bindings;
    expect(cdktf.provider).toEqual({
      name: `registry.terraform.io/${AWS_PROVIDER.source}`,
      version: AWS_PROVIDER.version,
    });
  });
});
