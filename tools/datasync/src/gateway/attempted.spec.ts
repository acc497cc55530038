import { attempted } from './attempted';

const target = { target: { region: 'eu-central-1', endpoint: undefined } };
const failing = (name: string, status: number, message = 'said AWS') =>
  Promise.reject(
    Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: status } }),
  );
const ask = (call: Promise<string>) => attempted(target, 'iam:GetRole', 'arn:r', call, /^NoSuchEntity/);

describe('what is asked of AWS', () => {
  it('is the answer where there is one', async () => {
    expect(await ask(Promise.resolve('role'))).toEqual({ readable: true, value: 'role' });
  });

  it('is nothing where what was asked for is not there', async () => {
    expect(await ask(failing('NoSuchEntityException', 404))).toEqual({ readable: true, value: undefined });
  });

  it('is the reason where the permission is missing, with action and resource', async () => {
    const reading = await ask(failing('AccessDenied', 403));
    expect(reading).toEqual({
      readable: false,
      why: expect.stringMatching(/does not allow iam:GetRole on arn:r/),
    });
  });

  it.each([
    ['ExpiredToken', 403, 2],
    ['NoSuchBucket', 404, 1],
    ['InternalFailure', 500, 1],
  ])('fails when AWS answers %s', async (name, status, exitCode) => {
    await expect(ask(failing(name, status))).rejects.toMatchObject({ exitCode });
  });
});
