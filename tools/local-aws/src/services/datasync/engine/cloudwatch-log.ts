import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LoopbackConfig } from '../../loopback-client';
import type { Severity, TaskLog } from './task-log';

/** Events sent in one call; CloudWatch Logs allows 10,000 and 1 MiB. */
const BATCH = 500;

/**
 * Writes a run's log lines to a CloudWatch Logs stream, in the unstructured form of Basic mode:
 * `[NOTICE] Verification failed <> /folder/file`.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-task-verification.html
 */
export class CloudWatchLog implements TaskLog {
  readonly #client: CloudWatchLogsClient;
  readonly #ready: Promise<unknown>;
  #held: InputLogEvent[] = [];
  #sending: Promise<void> = Promise.resolve();

  constructor(
    config: LoopbackConfig,
    private readonly group: string,
    private readonly stream: string,
    private readonly level: 'BASIC' | 'TRANSFER',
    private readonly now: () => Date,
    private readonly complain: (message: string) => void,
  ) {
    this.#client = new CloudWatchLogsClient(config);
    this.#ready = this.#client.send(
      new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }),
    );
    this.#ready.catch((error: Error) => complain(`no log stream in ${group}: ${error.message}`));
  }

  line(severity: Severity, text: string): void {
    this.#held.push({ timestamp: this.now().getTime(), message: `[${severity}] ${text}` });
    if (this.#held.length >= BATCH) this.#send();
  }

  detail(severity: Severity, text: string): void {
    if (this.level === 'TRANSFER') this.line(severity, text);
  }

  async flush(): Promise<void> {
    this.#send();
    await this.#sending;
  }

  #send(): void {
    const logEvents = this.#held;
    this.#held = [];
    if (logEvents.length === 0) return;
    this.#sending = this.#sending.then(async () => {
      try {
        await this.#ready;
        await this.#client.send(
          new PutLogEventsCommand({ logGroupName: this.group, logStreamName: this.stream, logEvents }),
        );
      } catch (error) {
        this.complain(`${logEvents.length} log events lost: ${(error as Error).message}`);
      }
    });
  }
}
