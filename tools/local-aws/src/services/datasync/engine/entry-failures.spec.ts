import { fileError, reasonOf, type S3Refusal, s3Refusal } from './entry-failures';

describe('the words of the log', () => {
  it.each([
    [fileError('EACCES'), 'Permission denied'],
    [
      Object.assign(new Error('ENOENT: no such file, open /x'), { code: 'ENOENT' }),
      'No such file or directory',
    ],
    [Object.assign(new Error('as it is'), { code: 'EWHAT' }), 'as it is'],
    [new Error('without a code'), 'without a code'],
  ])('%p is told as %p', (error, words) => {
    expect(reasonOf(error)).toBe(words);
  });

  it('keep what S3 said, and leave alone what never reached it', () => {
    const refused = Object.assign(new Error('Access Denied'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    const refusal = s3Refusal('PutObject', 'a/b', refused) as S3Refusal;
    expect(refusal.line).toBe(
      'S3 Exception: op=PutObject a/b, code=403, exception=AccessDenied, msg=Access Denied',
    );
    const reset = new Error('ECONNRESET');
    expect(s3Refusal('PutObject', 'a/b', reset)).toBe(reset);
  });
});
