import { expiredAnswer, internalErrorAnswer, throttledAnswer } from './refusals';
import { testRequest } from './test-request';

const json = { 'x-amz-target': 'AmazonSSM.SendCommand' };

describe('refusals', () => {
  it.each([
    ['ec2', 'CreateTags', {}, 503, '<Code>RequestLimitExceeded</Code>', '<Code>InternalError</Code>'],
    ['s3', '', {}, 503, '<Code>SlowDown</Code>', '<Code>InternalError</Code>'],
    ['sns', 'Publish', {}, 400, '<Code>Throttling</Code>', '<Code>InternalFailure</Code>'],
    ['ssm', 'SendCommand', json, 400, '"ThrottlingException"', '"InternalFailure"'],
    ['ebs', '', {}, 400, '"RequestThrottledException"', '"InternalServerException"'],
    ['lambda', '', {}, 429, '"TooManyRequestsException"', '"ServiceException"'],
    ['elasticfilesystem', '', {}, 400, '"ThrottlingException"', '"InternalFailure"'],
  ])('of %s %s %o are those of AWS', (service, operation, headers, status, throttled, broken) => {
    const request = testRequest({ service, operation, headers });
    expect(throttledAnswer(request)).toMatchObject({ status, body: expect.stringContaining(throttled) });
    expect(internalErrorAnswer(request)).toMatchObject({
      status: 500,
      body: expect.stringContaining(broken),
    });
  });

  it.each([
    ['ec2', 'CreateTags', {}, 400, '<Code>RequestExpired</Code>'],
    ['s3', '', {}, 400, '<Code>ExpiredToken</Code><Message>The provided token has expired.</Message>'],
    ['sns', 'Publish', {}, 403, '<Code>ExpiredToken</Code>'],
    ['ssm', 'SendCommand', json, 400, '"ExpiredTokenException"'],
    ['ebs', '', {}, 400, '"ExpiredTokenException"'],
    ['elasticfilesystem', '', {}, 400, '"ExpiredTokenException"'],
  ])(
    'tell %s %s %o that the credentials have expired as AWS does',
    (service, operation, headers, status, text) => {
      const request = testRequest({ service, operation, headers });
      expect(expiredAnswer(request)).toMatchObject({ status, body: expect.stringContaining(text) });
    },
  );
});
