import { jsonError, json } from '../../gateway/answers';
import type { GatewayContext, GatewayRequest, GatewayResponse, GatewayService } from '../../gateway/service';
import type { EventBus } from '../events/event-bus';
import { Emulator } from './emulator';
import type { Faults } from './engine/faults';
import { noFaults } from './engine/faults';
import { InvalidRequestException } from './errors';
import { FAULT_PATH } from './faults/client';
import { controlFaults } from './faults/control';
import { FaultSwitches } from './faults/switches';
import type { LaunchSettings } from './launcher';
import { launch } from './launcher';
import type { Call } from './operations/call';
import * as executions from './operations/executions';
import * as efs from './operations/location-efs';
import * as s3 from './operations/location-s3';
import * as locations from './operations/locations';
import * as tags from './operations/tags';
import * as tasks from './operations/tasks';
import { Registry } from './registry';

export type { FaultPoint, Faults } from './engine/faults';

/** Settings of the local DataSync. */
export interface DataSyncSettings {
  /** Where state changes go. */
  readonly bus: EventBus;
  /** Least time an execution stays in each state, milliseconds. @default 40 */
  readonly dwellMs?: number;
  /** Injects faults. @default none */
  readonly faults?: Faults;
}

type Operation = (call: Call, input: never) => object | Promise<object>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateLocationEfs: efs.createLocationEfs,
  UpdateLocationEfs: efs.updateLocationEfs,
  DescribeLocationEfs: ({ registry }, input) => efs.describeLocationEfs(registry, input),
  CreateLocationS3: s3.createLocationS3,
  UpdateLocationS3: s3.updateLocationS3,
  DescribeLocationS3: ({ registry }, input) => s3.describeLocationS3(registry, input),
  DeleteLocation: ({ registry }, input) => locations.deleteLocation(registry, input),
  ListLocations: ({ registry, home }, input) => locations.listLocations(registry, home.region, input),
  CreateTask: tasks.createTask,
  UpdateTask: tasks.updateTask,
  DescribeTask: ({ registry }, input) => tasks.describeTask(registry, input),
  ListTasks: ({ registry, home }, input) => tasks.listTasks(registry, home.region, input),
  DeleteTask: ({ registry }, input) => tasks.deleteTask(registry, input),
  DescribeTaskExecution: ({ registry }, input) => executions.describeTaskExecution(registry, input),
  ListTaskExecutions: ({ registry, home }, input) =>
    executions.listTaskExecutions(registry, home.region, input),
  CancelTaskExecution: ({ registry }, input) => executions.cancelTaskExecution(registry, input),
  UpdateTaskExecution: ({ registry }, input) => executions.updateTaskExecution(registry, input),
  TagResource: ({ registry }, input) => tags.tagResource(registry, input),
  UntagResource: ({ registry }, input) => tags.untagResource(registry, input),
  ListTagsForResource: ({ registry }, input) => tags.listTagsForResource(registry, input),
};

/**
 * DataSync between EFS directories and S3 buckets of the local AWS. Answers the whole service; the emulator's own
 * DataSync is never asked.
 */
export function createDataSyncService(settings: DataSyncSettings): GatewayService {
  const registry = new Registry();
  const switches = new FaultSwitches();
  const launching: LaunchSettings = { dwellMs: 40, faults: noFaults, ...settings, switches };
  const operations: Readonly<Record<string, Operation>> = {
    ...OPERATIONS,
    StartTaskExecution: (call, input) =>
      executions.startTaskExecution(call, input, (execution) =>
        launch(execution, registry, call.context, launching),
      ),
  };
  return {
    name: 'datasync',
    handle: (request, context) =>
      request.path === FAULT_PATH
        ? controlFaults(switches, (arn) => registry.tasks.has(arn), request)
        : answer(operations, registry, request, context),
    async close() {
      const running = [...registry.executions.values()].filter((e) => e.endTime === undefined);
      for (const execution of running) execution.cancel();
      await Promise.all(running.map((execution) => execution.done));
    },
  };
}

async function answer(
  operations: Readonly<Record<string, Operation>>,
  registry: Registry,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<GatewayResponse> {
  // The gateway may hand over the target with or without its service prefix.
  const name = request.operation.split('.').at(-1) ?? '';
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) {
    return jsonError(400, 'UnknownOperationException', `The local DataSync does not support '${name}'.`);
  }
  const home = { account: context.account, region: request.region };
  const emulator = new Emulator(context, request.region);
  try {
    const input = JSON.parse((await request.body()).toString('utf8') || '{}') as never;
    return json(await operation({ home, registry, emulator, context, now: () => context.now() }, input));
  } catch (error) {
    if (error instanceof InvalidRequestException) return jsonError(400, error.name, error.message);
    if (error instanceof SyntaxError) return jsonError(400, 'SerializationException', error.message);
    context.log(`datasync ${name}: ${(error as Error).stack ?? String(error)}`);
    return jsonError(500, 'InternalException', (error as Error).message);
  }
}
