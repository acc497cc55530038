import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { randomUUID } from 'node:crypto';
import type { EventInvokeConfig } from './model';
import { unqualified } from './model';

/** Fields that moto forgets at once or does not take in an update. */
const FORGOTTEN = [
  'DeadLetterConfig',
  'LoggingConfig',
  'TracingConfig',
  'EphemeralStorage',
  'KMSKeyArn',
] as const;

type Forgotten = Pick<FunctionConfiguration, (typeof FORGOTTEN)[number] | 'RevisionId'>;

/** What the gateway keeps about functions beside moto, by ARN; versions have entries of their own. */
export class FunctionMemory {
  readonly #functions = new Map<string, Forgotten>();
  readonly #eventConfigs = new Map<string, EventInvokeConfig & { readonly lastModified: number }>();

  /** Notes what a CreateFunction or an update has said; a new revision. */
  learn(functionArn: string, input: Partial<FunctionConfiguration>): void {
    const arn = unqualified(functionArn);
    const said = Object.fromEntries(FORGOTTEN.flatMap((key) => (key in input ? [[key, input[key]]] : [])));
    this.#functions.set(arn, { ...this.#functions.get(arn), ...said, RevisionId: randomUUID() });
  }

  /** A configuration of moto's with what moto forgot. */
  complete(configuration: FunctionConfiguration): FunctionConfiguration {
    const arn = unqualified(configuration.FunctionArn ?? '');
    const version = configuration.Version ?? '$LATEST';
    const latest = this.#functions.get(arn) ?? {};
    if (version === '$LATEST') return completed(configuration, latest);
    // A version is seen first in the answer that publishes it, when it is what $LATEST is.
    const key = `${arn}:${version}`;
    if (!this.#functions.has(key)) this.#functions.set(key, { ...latest, RevisionId: randomUUID() });
    return completed(configuration, this.#functions.get(key) ?? latest);
  }

  /** Forgets a version, or a function with all that belongs to it. */
  forget(functionArn: string): void {
    const belongs = (key: string) => key === functionArn || key.startsWith(`${functionArn}:`);
    for (const map of [this.#functions, this.#eventConfigs]) {
      for (const key of map.keys()) if (belongs(key)) map.delete(key);
    }
  }

  /** Settings for asynchronous invocations; `qualifiedArn` ends in `:$LATEST`, a version or an alias. */
  eventConfig(qualifiedArn: string): (EventInvokeConfig & { readonly lastModified: number }) | undefined {
    return this.#eventConfigs.get(qualifiedArn);
  }

  /** Replaces or, with `undefined`, removes them. */
  setEventConfig(qualifiedArn: string, config: EventInvokeConfig | undefined, now: Date): void {
    if (!config) this.#eventConfigs.delete(qualifiedArn);
    else this.#eventConfigs.set(qualifiedArn, { ...config, lastModified: now.getTime() / 1000 });
  }
}

/** LoggingConfig is always shown in full: API_LoggingConfig.html. */
function completed(configuration: FunctionConfiguration, forgotten: Forgotten): FunctionConfiguration {
  const { DeadLetterConfig, LoggingConfig, ...rest } = forgotten;
  const json = LoggingConfig?.LogFormat === 'JSON';
  return {
    ...configuration,
    ...rest,
    // An update takes a dead-letter queue away by an empty target.
    ...(DeadLetterConfig?.TargetArn && { DeadLetterConfig }),
    LoggingConfig: {
      LogFormat: 'Text',
      ...(json && { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' }),
      ...LoggingConfig,
      LogGroup: LoggingConfig?.LogGroup || `/aws/lambda/${configuration.FunctionName}`,
    },
  };
}
