import { restRouter } from '../../gateway/rest-routes';
import type { GatewayService } from '../../gateway/service';
import { eventInvokeConfigRoutes } from './event-invoke-config';
import { functionRoutes } from './functions';
import { AsyncInvocations, type AsyncSettings } from './invoke/asynchronous';
import { invoke, lookupBy } from './invoke/request';
import { Runner } from './invoke/runner';
import { FunctionMemory } from './memory';

/** Settings of the local Lambda. */
export interface LambdaSettings extends Partial<AsyncSettings> {
  /** Invocations at once, all functions together. @default 10, as in a new account */
  readonly concurrency?: number;
}

/**
 * Lambda: functions, versions, aliases, policies and tags stay in moto; invocations run here, in Node processes.
 * `idle` resolves when no asynchronous invocation waits or runs.
 */
export function createLambdaService(
  settings: LambdaSettings = {},
): GatewayService & { idle(): Promise<void> } {
  const memory = new FunctionMemory();
  const runner = new Runner(settings.concurrency ?? 10);
  const queue = new AsyncInvocations(runner, (arn) => memory.eventConfig(arn), {
    // Lambda waits one minute, then two.
    retryDelaysMs: settings.retryDelaysMs ?? [1000, 2000],
    throttleDelayMs: settings.throttleDelayMs ?? 200,
  });
  const functions = functionRoutes(memory);
  const getFunction = functions['GET /2015-03-31/functions/{name}'];
  if (!getFunction) throw new Error('the local Lambda cannot look functions up');
  return {
    name: 'lambda',
    handle: restRouter({
      ...functions,
      ...eventInvokeConfigRoutes(memory),
      'POST /2015-03-31/functions/{name}/invocations': invoke(lookupBy(getFunction), runner, queue),
    }),
    idle: () => queue.idle(),
    async close() {
      queue.stop();
      await runner.close();
      await queue.idle();
    },
  };
}
