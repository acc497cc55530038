import { safeInTerraform } from '../cloud-config';
import { absolutePath, wholeNumber } from '../shell/values';
import { renderStressScript } from './stress-script';

/** What `cpuStressDocument` needs: the defaults of the document's own parameters. */
export interface CpuStressInput {
  /** 10 to 3600. @default 600 */
  readonly durationSeconds?: number;
  /** 0 to 256; 0 means one per core. @default 0 */
  readonly workers?: number;
  /** 1 to 100. @default 90 */
  readonly loadPercent?: number;
  /** @default '/var/log/strata-cpu-stress.log' */
  readonly logFile?: string;
}

/** A parameter of an SSM document. Numbers are passed as strings of digits. */
export interface SsmDocumentParameter {
  readonly type: 'String';
  readonly description: string;
  readonly default: string;
  readonly allowedPattern: string;
}

/** An SSM document of type Command. https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html */
export interface SsmCommandDocument {
  readonly schemaVersion: '2.2';
  readonly description: string;
  readonly parameters: Readonly<Record<string, SsmDocumentParameter>>;
  readonly mainSteps: readonly {
    readonly action: 'aws:runShellScript';
    readonly name: string;
    readonly precondition: { readonly StringEquals: readonly ['platformType', 'Linux'] };
    readonly inputs: { readonly timeoutSeconds: string; readonly runCommand: readonly string[] };
  }[];
}

/** Longest duration that the document takes, in seconds. */
export const CPU_STRESS_MAX_SECONDS = 3600;

/**
 * The SSM Command document that stresses the CPU of the instances it is sent to, to prove that the group scales.
 * Its parameters are pasted into the script as text, so each pattern lets digits through and nothing else.
 *
 * @throws UserDataInputError
 */
export function cpuStressDocument(input: CpuStressInput = {}): SsmCommandDocument {
  const settings = {
    durationSeconds: 600,
    workers: 0,
    loadPercent: 90,
    logFile: '/var/log/strata-cpu-stress.log',
    ...input,
  };
  const script = renderStressScript({
    durationSeconds: '{{ DurationSeconds }}',
    workers: '{{ Workers }}',
    loadPercent: '{{ LoadPercent }}',
    logFile: absolutePath('logFile', settings.logFile),
  });
  return {
    schemaVersion: '2.2',
    description:
      'Strata: keeps the CPU busy for a while, to prove that the Auto Scaling group scales out and in',
    parameters: {
      DurationSeconds: {
        type: 'String',
        description: 'How long, in seconds: 10 to 3600',
        default: wholeNumber('durationSeconds', settings.durationSeconds, 10, CPU_STRESS_MAX_SECONDS),
        allowedPattern: '^([1-9][0-9]{1,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600)$',
      },
      Workers: {
        type: 'String',
        description: 'How many busy processes: 0 (one per core) to 256',
        default: wholeNumber('workers', settings.workers, 0, 256),
        allowedPattern: '^([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-6])$',
      },
      LoadPercent: {
        type: 'String',
        description: 'How busy each is, in percent: 1 to 100',
        default: wholeNumber('loadPercent', settings.loadPercent, 1, 100),
        allowedPattern: '^([1-9][0-9]?|100)$',
      },
    },
    mainSteps: [
      {
        action: 'aws:runShellScript',
        name: 'stressCpu',
        precondition: { StringEquals: ['platformType', 'Linux'] },
        inputs: {
          // Longer than any duration plus the installation: the script's own timeout is the one that ends it.
          timeoutSeconds: String(CPU_STRESS_MAX_SECONDS + 300),
          runCommand: safeInTerraform('the script', script).trimEnd().split('\n'),
        },
      },
    ],
  };
}
