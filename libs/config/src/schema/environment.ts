import { z } from 'zod';
import { backupSchema } from './backup';
import { computeSchema } from './compute';
import { networkSchema } from './network';
import { region } from './scalars';
import { storageSchema } from './storage';

/** Environment names are part of resource names, so they are short and lower case. */
export const ENVIRONMENT_NAME = /^[a-z][a-z0-9-]{1,15}$/;

const stateSchema = z
  .strictObject({
    bucket: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        'is not a bucket name; write 3 to 63 lower-case letters, digits and hyphens',
      )
      .describe('S3 bucket that holds the Terraform states.'),
    keyPrefix: z
      .string()
      .regex(
        /^[\w.-]+(\/[\w.-]+)*$/,
        'is not a key prefix; write names joined by /, without one at either end',
      )
      .describe('What the states’ keys start with. Derived when not stated: strata/<name>.')
      .optional(),
    region: region('Region of that bucket. Derived when not stated: the environment’s.').optional(),
    encrypt: z.boolean().default(true).describe('Whether states are encrypted at rest.'),
    kmsKeyId: z.string().min(1).optional().describe('KMS key for the states; S3’s own key when not stated.'),
  })
  .describe('Terraform state: an S3 backend with S3’s native locking.');

/** One environment file. Strict: an unknown key is a fault. */
export const environmentSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        ENVIRONMENT_NAME,
        'is not an environment name; write 2 to 16 lower-case letters, digits and hyphens, a letter first',
      )
      .describe('Name of the environment; the file is named after it.'),
    region: region('AWS Region of all layers.'),
    account: z
      .string()
      .regex(/^\d{12}$/, 'is not an AWS account id; write its 12 digits in quotes')
      .describe('AWS account id, 12 digits, in quotes.'),
    tags: z
      .record(z.string().min(1).max(128), z.string().max(256))
      .default({})
      .describe('Tags that every resource gets.'),
    endpoint: z
      .string()
      .regex(
        /^https?:\/\/[^\s/]+\/?$/,
        'is not an endpoint; write http://127.0.0.1:<port>, or leave it out for AWS',
      )
      .optional()
      .describe('Endpoint of a local AWS, on the loopback interface. Not stated: the real AWS.'),
    state: stateSchema,
    network: networkSchema,
    compute: computeSchema,
    storage: storageSchema,
    backup: backupSchema,
  })
  .describe('One Strata environment.');

/** The file as written, before defaults. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** The file with defaults, before what is derived. */
export type ParsedEnvironment = z.output<typeof environmentSchema>;
