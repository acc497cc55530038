import { randomBytes } from 'node:crypto';
import type { GatewayContext } from '../../../gateway/service';
import { loopback } from '../../loopback-client';
import { codeFolder } from '../code-store';
import type { DeployedFunction } from '../model';
import { unqualified } from '../model';
import { type Outcome, runInChild, type Running } from '../runtime/child';
import { functionEnvironment } from '../runtime/environment';
import { InvocationLog } from './log';
import { type InvocationMetrics, putFunctionMetrics } from './metrics';
import { endLines, startLines } from './platform-lines';

/** Why an invocation was not begun: Reason of TooManyRequestsException, API_Invoke.html. */
export type ThrottleReason =
  'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded';

/** What is asked of {@link Runner.run}. */
export interface RunRequest {
  readonly deployed: DeployedFunction;
  /** The ARN that the caller used; the context shows it. */
  readonly invokedArn: string;
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  readonly context: GatewayContext;
}

/** An invocation that has ended, with the last 4 KB of its log (base64), or was not begun. */
export type RunResult =
  { readonly throttled: ThrottleReason } | { readonly outcome: Outcome; readonly logTail: string };

/** Runs functions, so many at once as their reserved concurrency and the account's limit allow. */
export class Runner {
  readonly #running = new Map<string, Set<Running>>();
  #closed = false;

  /** @param limit invocations at once, all functions together */
  constructor(private readonly limit: number) {}

  /** Runs a function once. Its log and metrics are written when this returns. */
  async run(request: RunRequest): Promise<RunResult> {
    const { configuration, reserved } = request.deployed;
    const region = configuration.FunctionArn?.split(':')[3] ?? '';
    const arn = unqualified(configuration.FunctionArn ?? '');
    const mine = this.#running.get(arn) ?? new Set();
    this.#running.set(arn, mine);
    const note = (metrics: InvocationMetrics) => this.#note(request, region, metrics);
    const throttled = this.#refusal(mine.size, reserved);
    if (throttled) {
      await note({ Throttles: 1 });
      return { throttled };
    }
    const { running, log, finish } = this.#start(request, region);
    mine.add(running);
    const outcome = await running.outcome.finally(() => mine.delete(running));
    finish(outcome);
    await Promise.all([
      log.close(),
      note({ Invocations: 1, Errors: outcome.error ? 1 : 0, Duration: outcome.durationMs }),
    ]);
    return { outcome, logTail: log.tail };
  }

  /** Kills what runs and waits for its end; nothing is begun any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#running.values()].flatMap((set) => [...set]);
    for (const running of all) running.kill();
    await Promise.all(all.map((running) => running.outcome));
  }

  #refusal(mine: number, reserved: number | undefined): ThrottleReason | undefined {
    if (reserved !== undefined && mine >= reserved)
      return 'ReservedFunctionConcurrentInvocationLimitExceeded';
    const all = [...this.#running.values()].reduce((sum, set) => sum + set.size, 0);
    return this.#closed || all >= this.limit ? 'ConcurrentInvocationLimitExceeded' : undefined;
  }

  #start(request: RunRequest, region: string) {
    const { context, requestId, event, invokedArn } = request;
    const { configuration } = request.deployed;
    const {
      FunctionName = '',
      Version = '$LATEST',
      MemorySize: memoryMB = 128,
      LoggingConfig,
    } = configuration;
    const logGroup = LoggingConfig?.LogGroup ?? '';
    const day = context.now().toISOString().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[${Version}]${randomBytes(16).toString('hex')}`;
    const taskRoot = codeFolder(configuration.CodeSha256 ?? '', context.dataDir);
    const logFormat = LoggingConfig?.LogFormat ?? 'Text';
    const systemLogLevel = LoggingConfig?.SystemLogLevel ?? 'INFO';
    const facts = { requestId, version: Version, memoryMB, logFormat, systemLogLevel };
    const log = new InvocationLog(
      loopback(context, region, 'moto'),
      logGroup,
      logStream,
      () => context.now(),
      (message) => context.log(`lambda ${FunctionName}: ${message}`),
    );
    for (const line of startLines(facts, context.now())) log.line(line);
    const running = runInChild(
      {
        requestId,
        taskRoot,
        handler: configuration.Handler ?? '',
        event,
        timeoutMs: (configuration.Timeout ?? 3) * 1000,
        memoryMB,
        logFormat,
        logLevel: LoggingConfig?.ApplicationLogLevel ?? 'INFO',
        context: {
          functionName: FunctionName,
          functionVersion: Version,
          invokedFunctionArn: invokedArn,
          memoryLimitInMB: String(memoryMB),
          awsRequestId: requestId,
          logGroupName: logGroup,
          logStreamName: logStream,
        },
        environment: functionEnvironment(configuration, {
          taskRoot,
          region,
          endpoint: context.endpoint,
          logGroup,
          logStream,
        }),
      },
      (line) => log.line(line),
    );
    const finish = (outcome: Outcome) => {
      for (const line of endLines(facts, outcome, context.now())) log.line(line);
    };
    return { running, log, finish };
  }

  async #note({ context, deployed }: RunRequest, region: string, metrics: InvocationMetrics): Promise<void> {
    const name = deployed.configuration.FunctionName ?? '';
    try {
      await putFunctionMetrics(loopback(context, region, 'moto'), name, metrics, context.now());
    } catch (error) {
      context.log(`lambda ${name}: no metrics: ${(error as Error).message}`);
    }
  }
}
