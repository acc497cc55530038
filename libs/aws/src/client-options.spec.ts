import { clientOptions, s3ClientOptions } from './index';

describe('client options', () => {
  it('leave credentials and retries to the SDK’s own rules in AWS', () => {
    expect(clientOptions({ region: 'eu-central-1' })).toEqual({ region: 'eu-central-1' });
    expect(s3ClientOptions({ region: 'eu-central-1' })).toEqual({ region: 'eu-central-1' });
  });

  it('send no credentials of the user to a local AWS', () => {
    const options = s3ClientOptions({ region: 'eu-central-1', endpoint: 'http://127.0.0.1:1' });
    expect(options.credentials).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
    expect(options).toMatchObject({ endpoint: 'http://127.0.0.1:1', forcePathStyle: true });
  });
});
