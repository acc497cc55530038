import { stopInstance } from '../gateway/instance-power';
import { disableKey, encryptedVolume } from '../testing/keys';
import { runInstance } from '../testing/instances';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { startAgain } from './start';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

test('says why EC2 stops again what it had taken the start of', async () => {
  const { volumeId, keyId } = await encryptedVolume(aws.connections);
  const host = await runInstance(aws.connections, [volumeId]);
  await disableKey(aws.connections, keyId);
  await stopInstance(aws.connections, host.id);
  await expect(startAgain(aws.connections, host.id, 3000)).rejects.toThrow(
    /could not be started again: EC2 took the start, and stopped it again: Client.InternalError/,
  );
});
