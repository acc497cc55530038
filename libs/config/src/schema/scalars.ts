import { z } from 'zod';

/*
 * Scalars that several sections share. A format's message is the end of a sentence that starts with the value
 * got: `"prod!" <message>`; it says what is allowed and how to fix it.
 */

/** Whole number of days, 1 or more. */
export const days = (description: string) => z.int().min(1).max(36_500).describe(description);

/** Whole number of minutes, at least `minimum`. */
export const minutes = (minimum: number, description: string) =>
  z.int().min(minimum).max(525_600).describe(description);

/** IPv4 network in CIDR notation, e.g. `10.40.0.0/16`. Whether it fits its VPC is a cross check. */
export const cidr = () =>
  z
    .string()
    .regex(
      /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}\/(3[0-2]|[12]?\d)$/,
      'is not an IPv4 network; write address/prefix, such as 10.40.0.0/16',
    );

/** EC2 instance type, e.g. `t3.micro`. */
export const instanceType = (description: string) =>
  z
    .string()
    .regex(
      /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
      'is not an instance type; write family and size, such as t3.micro',
    )
    .describe(description);

/** E-mail address that SNS can send to. */
export const email = () => z.email('is not an e-mail address; write one such as ops@example.com');

/** AWS Region name, e.g. `eu-central-1`. */
export const region = (description: string) =>
  z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not an AWS Region; write its code, such as eu-central-1')
    .describe(description);

/** `rate(…)` or AWS `cron(…)`; what it means is checked by the schedule checks. */
export const awsSchedule = (description: string) => z.string().min(1).max(256).describe(description);

/** A tag by which resources are selected. */
export const tagSelector = (key: string, value: string, description: string) =>
  z
    .strictObject({
      key: z.string().min(1).max(128).default(key).describe('Tag key.'),
      value: z.string().min(1).max(256).default(value).describe('Tag value.'),
    })
    .prefault({})
    .describe(description);

/**
 * The retention periods that CloudWatch Logs takes, in days
 * (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html).
 */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Days that CloudWatch Logs keeps events; only the periods of {@link LOG_RETENTION_DAYS}. */
export const logRetentionDays = (description: string) => z.literal(LOG_RETENTION_DAYS).describe(description);
