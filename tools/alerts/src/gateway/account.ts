import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ask, type Connections } from './connections';

/** The account of the credentials, twelve digits. */
export async function callerAccount({ sts }: Connections): Promise<string> {
  const answer = await ask({ action: 'sts:GetCallerIdentity' }, sts.send(new GetCallerIdentityCommand({})));
  return answer.Account ?? '';
}
