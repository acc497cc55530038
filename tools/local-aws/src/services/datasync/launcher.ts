import type { GatewayContext } from '../../gateway/service';
import type { EventBus } from '../events/event-bus';
import { loopback } from '../loopback-client';
import { parseArn } from './arns';
import { CloudWatchLog } from './engine/cloudwatch-log';
import type { Faults } from './engine/faults';
import { allFaults } from './engine/faults';
import { openStore } from './engine/open-store';
import type { RunHost } from './engine/run';
import { run } from './engine/run';
import type { TaskLog } from './engine/task-log';
import { silentLog } from './engine/task-log';
import { faultsOf } from './faults/effects';
import type { FaultSwitches } from './faults/switches';
import { taskFilters } from './filters';
import type { Execution, ExecutionStatus } from './model';
import type { Registry } from './registry';

/** What executions are launched with. */
export interface LaunchSettings {
  readonly bus: EventBus;
  readonly faults: Faults;
  readonly switches: FaultSwitches;
  /** Least time an execution stays in each state, milliseconds. */
  readonly dwellMs: number;
}

/** Starts an execution in the background; its `done` and `cancel` are set when this returns. */
export function launch(
  execution: Execution,
  registry: Registry,
  context: GatewayContext,
  settings: LaunchSettings,
): void {
  const transition = (status: ExecutionStatus) => {
    // Once cancelling, a run has only its end ahead.
    if (execution.status === 'CANCELLING' && status !== 'ERROR') return;
    execution.status = status;
    settings.bus.emit(stateChange(execution), context);
  };
  const source = registry.location(execution.task.sourceLocationArn);
  const destination = registry.location(execution.task.destinationLocationArn);
  const injected = settings.switches.take(execution.task.arn);
  const faults = allFaults([settings.faults, ...faultsOf(injected, { execution, source, destination })]);
  const earlier = registry.pending(execution.task).map((other) => other.done);
  const host: RunHost = {
    transition,
    turn: () => unlessAborted(Promise.all(earlier), execution.cancellation.signal),
    now: () => context.now(),
    dwellMs: settings.dwellMs,
    log: () => openLog(execution, context),
    open: async () => {
      await faults({ phase: 'launch' });
      return {
        source: await openStore(source, 'source', context),
        destination: await openStore(destination, 'destination', context),
        filters: taskFilters(execution.includes, execution.excludes),
        faults,
      };
    },
  };
  execution.cancel = () => {
    transition('CANCELLING');
    execution.cancellation.abort();
  };
  transition('QUEUED');
  execution.done = run(execution, host);
}

/**
 * The event of a state change. It names the execution, not the task, and holds the state alone.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/monitor-datasync.html (EventBridge).
 */
function stateChange(execution: Execution) {
  return {
    source: 'aws.datasync',
    detailType: 'DataSync Task Execution State Change',
    region: execution.task.region,
    resources: [execution.arn],
    detail: { State: execution.status },
  };
}

function openLog(execution: Execution, context: GatewayContext): TaskLog {
  const { task, options } = execution;
  if (task.logGroupArn === undefined || options.LogLevel === 'OFF') return silentLog;
  const group = parseArn('logGroup', task.logGroupArn, 'cloudWatchLogGroupArn');
  const stream = `${task.arn.split('/').at(-1)}-${execution.arn.split('/').at(-1)}`;
  const complain = (message: string) => context.log(`datasync: ${message}`);
  const config = loopback(context, task.region, 'moto');
  return new CloudWatchLog(config, group, stream, options.LogLevel, () => context.now(), complain);
}

async function unlessAborted(wait: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  await Promise.race([wait, aborted]);
}
