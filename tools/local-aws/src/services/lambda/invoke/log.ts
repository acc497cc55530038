import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { LoopbackConfig } from '../../loopback-client';

/** Log lines held before they are sent, and for how long at most. */
const BATCH = 500;
const HOLD_MS = 500;

/** What a caller who asks for the log gets of it: API_Invoke.html, LogResult. */
const TAIL_BYTES = 4096;

/** The log of one invocation: a stream of its own in the function's group, which is made when it is not there. */
export class InvocationLog {
  readonly #client: CloudWatchLogsClient;
  #ready: Promise<unknown> | undefined;
  #held: InputLogEvent[] = [];
  #sending: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #tail = '';

  constructor(
    config: LoopbackConfig,
    private readonly group: string,
    private readonly stream: string,
    private readonly now: () => Date,
    private readonly complain: (message: string) => void,
  ) {
    this.#client = new CloudWatchLogsClient(config);
  }

  line(message: string): void {
    this.#tail = Buffer.from(`${this.#tail}${message}\n`).subarray(-TAIL_BYTES).toString('utf8');
    // CloudWatch Logs takes no empty events.
    if (message !== '') this.#held.push({ timestamp: this.now().getTime(), message });
    if (this.#held.length >= BATCH) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), HOLD_MS);
  }

  /** The last 4 KB, base64. */
  get tail(): string {
    return Buffer.from(this.#tail).toString('base64');
  }

  /** Sends what is held and waits until all is written. Failures are told to `complain`, never thrown. */
  async close(): Promise<void> {
    this.#send();
    await this.#sending;
    this.#client.destroy();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const logEvents = this.#held;
    this.#held = [];
    if (logEvents.length === 0) return;
    const target = { logGroupName: this.group, logStreamName: this.stream };
    this.#sending = this.#sending.then(async () => {
      try {
        await (this.#ready ??= this.#open(target));
        await this.#client.send(new PutLogEventsCommand({ ...target, logEvents }));
      } catch (error) {
        this.complain(
          `${logEvents.length} log lines for ${this.group} are lost: ${(error as Error).message}`,
        );
      }
    });
  }

  async #open(target: { readonly logGroupName: string; readonly logStreamName: string }): Promise<void> {
    const stream = new CreateLogStreamCommand(target);
    try {
      await this.#client.send(stream);
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      const group = new CreateLogGroupCommand({ logGroupName: target.logGroupName });
      await this.#client.send(group).catch((cause: Error) => {
        // Another invocation was faster.
        if (cause.name !== 'ResourceAlreadyExistsException') throw cause;
      });
      await this.#client.send(stream);
    }
  }
}
