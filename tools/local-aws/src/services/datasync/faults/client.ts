import type { DataSyncFaultKind } from './kinds';
import type { DataSyncFault } from './setting';
import { DataSyncFaultError } from './setting-error';
import type { DataSyncFaultReport } from './switches';

/** Path behind the DataSync service that shows (GET), sets (POST) and takes away (DELETE) faults. */
export const FAULT_PATH = '/_strata/datasync/fault';

/**
 * Makes the next executions of DataSync in a running local AWS fail, or slow. One of the same kind for the same task
 * that is still set is replaced.
 *
 * @param endpoint e.g. `http://127.0.0.1:4810`
 * @throws DataSyncFaultError (2) that lists everything wrong with it; nothing was changed
 */
export async function setDataSyncFault(endpoint: string, fault: DataSyncFault): Promise<DataSyncFaultReport> {
  return call(endpoint, 'POST', fault);
}

/** Takes faults away again: all, those of a kind, or those of a task. */
export async function clearDataSyncFaults(
  endpoint: string,
  which: { readonly kind?: DataSyncFaultKind; readonly task?: string } = {},
): Promise<DataSyncFaultReport> {
  return call(endpoint, 'DELETE', which);
}

/** Which faults are set, and for how many more executions. */
export async function dataSyncFaults(endpoint: string): Promise<DataSyncFaultReport> {
  return call(endpoint, 'GET');
}

async function call(endpoint: string, method: string, body?: object): Promise<DataSyncFaultReport> {
  const scope = 'Credential=local/20200101/us-east-1/datasync/aws4_request';
  const answer = await fetch(new URL(FAULT_PATH, endpoint), {
    method,
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (answer.status === 400) {
    throw new DataSyncFaultError(((await answer.json()) as DataSyncFaultError).faults);
  }
  if (!answer.ok)
    throw new Error(`${answer.url} answered ${answer.status}: it is no local AWS of this version`);
  return (await answer.json()) as DataSyncFaultReport;
}
