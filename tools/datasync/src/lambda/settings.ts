import { z } from 'zod';
import type { TransferWatchSettings } from '@strata/config';

const text = z.string().min(1);

/** A setting that came through Terraform as it should: no reference that nothing was put in place of. */
const settingsSchema = z.strictObject({
  environment: text,
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no Region, such as eu-central-1'),
  account: z.string().regex(/^\d{12}$/, 'is no account id of 12 digits'),
  taskArn: z.string().regex(/^arn:aws[\w-]*:datasync:[^:]+:\d{12}:task\/task-\w+$/, 'is no ARN of a task'),
  topicArn: z.string().regex(/^arn:aws[\w-]*:sns:[^:]+:\d{12}:[\w-]+$/, 'is no ARN of a topic'),
  logGroupName: text,
  metricNamespace: text,
  rpoMinutes: z.number().positive(),
  intervalMinutes: z.number().positive(),
  archiveBucketName: text,
});

/** Settings that nothing can be done with. */
export class InvalidSettingsError extends Error {
  override readonly name = 'InvalidSettingsError';
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  /** @param faults each with the name of the setting in front */
  constructor(readonly faults: readonly string[]) {
    super(
      `STRATA_TRANSFER is not valid; nothing was done:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n` +
        'It is written by the backup layer: deploy it again (./strata deploy backup).',
    );
  }
}

/**
 * The function's settings, from its environment variable `STRATA_TRANSFER`.
 *
 * @throws InvalidSettingsError with all faults
 */
export function readSettings(variable = process.env['STRATA_TRANSFER']): TransferWatchSettings {
  const parsed = settingsSchema.safeParse(asJson(variable));
  if (parsed.success) return parsed.data;
  throw new InvalidSettingsError(
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'STRATA_TRANSFER'}: ${message}`),
  );
}

function asJson(variable: string | undefined): unknown {
  try {
    return JSON.parse(variable ?? '');
  } catch {
    throw new InvalidSettingsError([
      `STRATA_TRANSFER: ${variable === undefined ? 'is not set' : 'is no JSON'}`,
    ]);
  }
}
