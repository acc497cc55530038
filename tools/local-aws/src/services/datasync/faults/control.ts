import { json, jsonError } from '../../../gateway/answers';
import type { GatewayRequest, GatewayResponse } from '../../../gateway/service';
import { FAULT_PATH } from './client';
import { dataSyncFaultSetting } from './setting';
import { DataSyncFaultError } from './setting-error';
import type { FaultSwitches } from './switches';

/** Answers {@link FAULT_PATH} with a `DataSyncFaultReport`; a bad fault gets 400 with `{message, faults}`. */
export async function controlFaults(
  switches: FaultSwitches,
  isTask: (arn: string) => boolean,
  request: GatewayRequest,
): Promise<GatewayResponse> {
  if (!['GET', 'POST', 'DELETE'].includes(request.method)) {
    return jsonError(
      405,
      'MethodNotAllowed',
      `${FAULT_PATH} takes GET, POST and DELETE, not ${request.method}`,
    );
  }
  try {
    if (request.method === 'POST') {
      const setting = dataSyncFaultSetting(parse(await request.body()));
      refuseUnknown(setting.task, isTask);
      switches.set(setting);
    } else if (request.method === 'DELETE') {
      const { kind, task } = (parse(await request.body()) ?? {}) as Parameters<FaultSwitches['clear']>[0] &
        object;
      if (kind !== undefined) dataSyncFaultSetting({ kind });
      switches.clear({ ...(kind && { kind }), ...(task && { task }) });
    }
    return json(switches.report());
  } catch (error) {
    if (!(error instanceof DataSyncFaultError)) throw error;
    return json({ message: error.message, faults: error.faults }, 400);
  }
}

/** A fault of a task that does not exist would wait for ever. */
function refuseUnknown(task: string | undefined, isTask: (arn: string) => boolean): void {
  if (task === undefined || isTask(task)) return;
  throw new DataSyncFaultError([
    `task: there is no ${task} in the local AWS; allowed: one that \`aws datasync list-tasks\` shows, or none for all`,
  ]);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || 'null');
  } catch {
    throw new DataSyncFaultError([
      `got ${JSON.stringify(body.toString('utf8', 0, 80))}; allowed: a JSON object`,
    ]);
  }
}
