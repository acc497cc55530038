import {
  AccessDeniedByAwsError,
  AwsCallError,
  CredentialsError,
  explainAwsError,
  NotFoundInAwsError,
  ThrottledByAwsError,
  UnreachableError,
} from './index';

const CALL = { action: 'ec2:DeleteSnapshot', resource: 'snap-1', region: 'eu-central-1' };

function aws(name: string, httpStatusCode: number, message = ''): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode } });
}

const DENIED = aws(
  'UnauthorizedOperation',
  403,
  'You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/rotation/run is not ' +
    'authorized to perform: ec2:DeleteSnapshot on resource: arn:aws:ec2:eu-central-1::snapshot/snap-1 because no ' +
    'identity-based policy allows the ec2:DeleteSnapshot action. Encoded authorization failure message: QmFzZTY0-x_y',
);

describe('a failure in words', () => {
  it.each([
    [
      'a denial, with action, resource, who and why, without the encoded message',
      DENIED,
      AccessDeniedByAwsError,
      1,
      'AWS does not allow ec2:DeleteSnapshot on snap-1 to arn:aws:sts::111122223333:assumed-role/rotation/run, ' +
        'because no identity-based policy allows the ec2:DeleteSnapshot action. Allow ec2:DeleteSnapshot in a ' +
        'policy of that role or user, and check its conditions on tags.',
    ],
    [
      'a denial that says nothing',
      aws('AccessDenied', 403),
      AccessDeniedByAwsError,
      1,
      'AWS does not allow ec2:DeleteSnapshot on snap-1 to these credentials. Allow ec2:DeleteSnapshot in a policy of ' +
        'that role or user, and check its conditions on tags.',
    ],
    [
      'an expired session',
      aws('ExpiredToken', 403, 'The security token included in the request is expired'),
      CredentialsError,
      2,
      'The AWS credentials have expired: ec2:DeleteSnapshot on snap-1 got ExpiredToken: The security token included ' +
        'in the request is expired. Renew them: aws sso login for a profile that signs in, or new AWS_ACCESS_KEY_ID, ' +
        'AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN where those are set. If they are new, check this machine’s clock.',
    ],
    [
      'a wrong secret',
      aws('SignatureDoesNotMatch', 403, 'The signature does not match.'),
      CredentialsError,
      2,
      'AWS does not take the credentials for ec2:DeleteSnapshot on snap-1: SignatureDoesNotMatch: The signature does ' +
        'not match. Renew them and check this machine’s clock.',
    ],
    [
      'a Region that is not enabled, which looks like bad credentials',
      aws('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
      CredentialsError,
      2,
      'AWS does not take the credentials for ec2:DeleteSnapshot on snap-1: AuthFailure: AWS was not able to validate ' +
        'the provided access credentials. Renew them and check this machine’s clock. If they are good elsewhere, the ' +
        'account has not enabled this Region: aws account get-region-opt-status --region-name eu-central-1.',
    ],
    [
      'no credentials',
      Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      }),
      CredentialsError,
      2,
      'No AWS credentials for ec2:DeleteSnapshot on snap-1: Could not load credentials from any providers. Set ' +
        'AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached.',
    ],
    [
      'an id of another Region',
      aws('InvalidSnapshot.NotFound', 400, "The snapshot 'snap-1' does not exist."),
      NotFoundInAwsError,
      1,
      "snap-1 was not found in eu-central-1 (ec2:DeleteSnapshot: InvalidSnapshot.NotFound: The snapshot 'snap-1' " +
        'does not exist). Ids belong to one account and Region: check the id, the Region and the profile.',
    ],
    [
      'an endpoint where nothing listens',
      Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
      UnreachableError,
      1,
      'No connection to AWS for ec2:DeleteSnapshot on snap-1: connect ECONNREFUSED 127.0.0.1:1. Check the network, ' +
        'the Region’s name and the endpoint (AWS_ENDPOINT_URL).',
    ],
    [
      'a throttle that does not end',
      aws('RequestLimitExceeded', 503),
      ThrottledByAwsError,
      1,
      'AWS went on throttling ec2:DeleteSnapshot on snap-1 (RequestLimitExceeded). Something else uses up the ' +
        'account’s limit in this Region: run again later, or raise the limit.',
    ],
    [
      'a refusal',
      aws('InvalidSnapshot.InUse', 400, 'The snapshot is in use by ami-1'),
      AwsCallError,
      1,
      'AWS refused ec2:DeleteSnapshot on snap-1: InvalidSnapshot.InUse: The snapshot is in use by ami-1.',
    ],
    [
      'a server’s fault',
      aws('InternalError', 500, 'An internal error\n has occurred'),
      AwsCallError,
      1,
      'AWS gave no clear answer to ec2:DeleteSnapshot on snap-1: InternalError: An internal error has occurred.',
    ],
  ])('tells of %s', (_, error, ErrorClass, exitCode, message) => {
    const explained = explainAwsError(error, CALL);
    expect(explained).toBeInstanceOf(ErrorClass);
    expect(explained).toMatchObject({
      message,
      exitCode,
      cause: error,
      action: CALL.action,
      resource: 'snap-1',
    });
  });

  it('asks for the action that AWS says is missing, which may be another one than that of the call', () => {
    const error = aws(
      'AccessDenied',
      403,
      'User: arn:aws:iam::1:user/u is not authorized to perform: kms:GenerateDataKey on resource: key-1',
    );
    expect(explainAwsError(error, { action: 's3:PutObject', resource: 's3://b/k' }).message).toBe(
      'AWS does not allow s3:PutObject on s3://b/k to arn:aws:iam::1:user/u. Allow kms:GenerateDataKey in a policy of ' +
        'that role or user, and check its conditions on tags.',
    );
  });

  it('adds what to do about a refusal', () => {
    const fixOf = (code: string) => (code === 'InvalidObjectState' ? 'Retrieve it.' : undefined);
    const words = (error: Error) => explainAwsError(error, { ...CALL, fixOf }).message;
    expect(words(aws('InvalidObjectState', 403, 'Archived'))).toBe(
      'AWS refused ec2:DeleteSnapshot on snap-1: InvalidObjectState: Archived. Retrieve it.',
    );
    expect(words(aws('InvalidSnapshot.InUse', 400, 'In use'))).toMatch(/In use\.$/);
  });

  it('takes another exit code for what the user named wrongly', () => {
    const error = aws('InvalidVolume.NotFound', 400);
    expect(explainAwsError(error, { ...CALL, exitCode: 2 })).toMatchObject({ exitCode: 2 });
  });

  it('leaves an explained error, a mistake of a program and an aborted call as they are', () => {
    const aborted = Object.assign(new Error('Request aborted'), { name: 'AbortError' });
    for (const error of [explainAwsError(DENIED, CALL), new TypeError('x'), aborted]) {
      expect(explainAwsError(error, { action: 'ec2:Other' })).toBe(error);
    }
  });
});
