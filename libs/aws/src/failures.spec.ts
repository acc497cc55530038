import { AccessDeniedByAwsError, errorCode, type FailureKind, failureKind } from './index';

function aws(name: string, httpStatusCode: number, message = ''): Error {
  const $fault = httpStatusCode >= 500 ? 'server' : 'client';
  return Object.assign(new Error(message), { name, $fault, $metadata: { httpStatusCode } });
}
function network(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

const CASES: readonly (readonly [FailureKind, string, unknown])[] = [
  ['throttled', 'EC2’s throttle', aws('RequestLimitExceeded', 503)],
  ['throttled', 'other services’ throttle', aws('ThrottlingException', 400)],
  ['throttled', 'the EBS direct APIs’ throttle', aws('RequestThrottledException', 400)],
  ['throttled', 'any 429', aws('Whatever', 429)],
  ['unclear', 'a 500', aws('InternalError', 500)],
  ['unclear', 'a 503 without a code', aws('UnknownError', 503)],
  ['unclear', 'a request that AWS waited too long for', aws('RequestTimeout', 400)],
  ['unclear', 'a reset', network('ECONNRESET', 'read ECONNRESET')],
  ['unclear', 'a timeout', Object.assign(new Error('a request has exceeded'), { name: 'TimeoutError' })],
  ['unclear', 'a host that vanished under a connection', network('EHOSTUNREACH', 'read EHOSTUNREACH')],
  ['unclear', 'an answer that cannot be read', new SyntaxError('Unexpected token')],
  [
    'unclear',
    'a good answer with a date that cannot be read',
    Object.assign(new TypeError('Invalid timestamp'), { $metadata: { httpStatusCode: 200 } }),
  ],
  ['unclear', 'something thrown that is no error', 'what?'],
  ['denied', 'EC2’s denial', aws('UnauthorizedOperation', 403)],
  ['denied', 'IAM’s denial', aws('AccessDenied', 403)],
  ['denied', 'a denial in JSON', aws('AccessDeniedException', 400)],
  [
    'denied',
    'EC2’s AuthFailure on something of another account',
    aws('AuthFailure', 400, 'Not authorized for images'),
  ],
  ['denied', 'any 403', aws('Whatever', 403)],
  ['not-found', 'a snapshot', aws('InvalidSnapshot.NotFound', 400)],
  ['not-found', 'an instance', aws('InvalidInstanceID.NotFound', 400)],
  ['not-found', 'a function', aws('ResourceNotFoundException', 404)],
  ['not-found', 'a bucket', aws('NoSuchBucket', 404)],
  ['refused', 'a snapshot that an image holds', aws('InvalidSnapshot.InUse', 400)],
  ['refused', 'an archived object', aws('InvalidObjectState', 403)],
  ['refused', 'an archived object that is copied', aws('ObjectNotInActiveTierError', 403)],
  ['refused', 'too many pending snapshots', aws('SnapshotCreationPerVolumeRateExceeded', 400)],
  ['refused', 'too many copies at a time', aws('ResourceLimitExceeded', 400)],
  ['refused', 'a lack of capacity, though its status is 500', aws('InsufficientInstanceCapacity', 500)],
  ['refused', 'a mistake of a program', new TypeError('undefined is not a function')],
  ['expired-credentials', 'an expired session', aws('ExpiredToken', 403)],
  ['expired-credentials', 'an old signature', aws('RequestExpired', 400)],
  [
    'expired-credentials',
    'no credentials',
    Object.assign(new Error('none'), { name: 'CredentialsProviderError' }),
  ],
  [
    'expired-credentials',
    'EC2’s AuthFailure',
    aws('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
  ],
  ['unreachable', 'a refused connection', network('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1')],
  ['unreachable', 'an unknown host', network('ENOTFOUND', 'getaddrinfo ENOTFOUND ec2.mars-1.amazonaws.com')],
  [
    'unreachable',
    'an untrusted certificate',
    network('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
  ],
  [
    'unreachable',
    'both addresses of a host refused',
    new AggregateError([network('ECONNREFUSED', 'connect ECONNREFUSED ::1:1')], ''),
  ],
];

describe('the kind of a failure', () => {
  it.each(CASES)('is %s for %s', (kind, _, error) => {
    expect(failureKind(error)).toBe(kind);
  });

  it('is that of the cause for a failure that is in words already', () => {
    const cause = aws('UnauthorizedOperation', 403);
    const explained = new AccessDeniedByAwsError('words', 'ec2:DeleteSnapshot', 'snap-1', cause);
    expect([failureKind(explained), errorCode(explained)]).toEqual(['denied', 'UnauthorizedOperation']);
  });
});

describe('the code of a failure', () => {
  it.each([
    [aws('Client.InvalidSnapshot.InUse', 400), 'InvalidSnapshot.InUse'],
    [network('ECONNRESET', 'socket hang up'), 'ECONNRESET'],
    [undefined, undefined],
    ['text', undefined],
  ])('of %p is %p', (error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});
