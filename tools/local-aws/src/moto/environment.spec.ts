import { motoEnvironment } from './environment';

describe('motoEnvironment', () => {
  it('keeps the own environment but its AWS settings, which would lead moto out of here', () => {
    const own = {
      PATH: '/bin',
      AWS_ENDPOINT_URL: 'http://elsewhere',
      AWS_PROFILE: 'production',
      MOTO_PORT: '1',
    };
    const environment = motoEnvironment(own, '123456789012', '/data');
    expect(environment).toMatchObject({
      PATH: '/bin',
      MOTO_ACCOUNT_ID: '123456789012',
      MOTO_LAMBDA_DATA_DIR: '/data/lambda',
    });
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_PROFILE', 'MOTO_PORT'])
      expect(environment).not.toHaveProperty(name);
  });
});
