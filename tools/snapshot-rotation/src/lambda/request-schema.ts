import * as z from 'zod';
import type { RotationRequest } from './rotation-request';

const text = z.string().min(1);
const count = z.int().min(-1).optional();
const duration = z.string().optional();
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no Region, such as eu-central-1');

const keep = z.strictObject({
  last: count,
  hourly: count,
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
  within: duration,
  withinHourly: duration,
  withinDaily: duration,
  withinWeekly: duration,
  withinMonthly: duration,
  withinYearly: duration,
  tags: z.array(z.string()),
});

const policy = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/, 'is no policy name'),
  tag: z.strictObject({ key: text, value: z.string() }),
  schedule: text,
  expectedDurationMinutes: z.int().min(1),
  consistency: z.enum(['crash', 'stopped', 'quiesced']),
  quiesceDocument: text.optional(),
  standby: z.boolean(),
  loseInstanceStore: z.boolean(),
  keep,
  maxRemove: z.strictObject({ count: z.int().min(0), percent: z.number().min(0).max(100) }),
  copies: z.array(z.strictObject({ region, kmsKeyId: text.optional(), keep })),
});

const limit = z.strictObject({ capacity: z.number().min(1), refillPerSecond: z.number().positive() });

/**
 * The form of a request. What its values mean was checked when the schedule was made, with the environment file; this
 * keeps apart code and schedules of different versions, and typing errors of whoever invokes the function by hand.
 */
const requestSchema = z.strictObject({
  environment: text,
  region,
  account: z.string().regex(/^\d{12}$/, 'is no account id of 12 digits'),
  policy,
  rpoMinutes: z.number().positive(),
  metricNamespace: text,
  limits: z.union([z.enum(['published', 'none']), z.record(z.string(), limit)]),
  scheduledTime: z.iso.datetime({ offset: true }).optional(),
});

/** A request that cannot be carried out; nothing was done. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  /** @param faults each with the path of the field in front */
  constructor(readonly faults: readonly string[]) {
    super(
      `The rotation request is not valid; nothing was done:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n` +
        'Deploy the backup layer again, so that function and schedule are of one version.',
    );
  }
}

/**
 * Reads what the function was invoked with.
 *
 * @throws InvalidRequestError with all faults: fields that are missing, wrong or unknown
 */
export function parseRequest(event: unknown): RotationRequest {
  const parsed = requestSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new InvalidRequestError(
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`),
  );
}
