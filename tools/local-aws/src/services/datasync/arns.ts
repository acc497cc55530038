import { randomBytes } from 'node:crypto';
import { InvalidRequestException, missing } from './errors';

/** Where a DataSync resource lives. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/** An id of AWS's shape: a prefix and 17 hexadecimal digits, e.g. `task-0208075f79cedf4a2`. */
export function newId(prefix: 'loc' | 'task' | 'exec'): string {
  return `${prefix}-0${randomBytes(8).toString('hex')}`;
}

export function locationArn(home: Home, id: string): string {
  return `arn:aws:datasync:${home.region}:${home.account}:location/${id}`;
}

export function taskArn(home: Home, id: string): string {
  return `arn:aws:datasync:${home.region}:${home.account}:task/${id}`;
}

/** An execution's ARN holds its task's: `<taskArn>/execution/exec-…`. */
export function executionArn(task: string, id: string): string {
  return `${task}/execution/${id}`;
}

const SHAPES = {
  location: /^arn:aws[\w-]*:datasync:[a-z0-9-]+:\d{12}:location\/(loc-[0-9a-f]{17})$/,
  task: /^arn:aws[\w-]*:datasync:[a-z0-9-]+:\d{12}:task\/(task-[0-9a-f]{17})$/,
  execution:
    /^arn:aws[\w-]*:datasync:[a-z0-9-]+:\d{12}:task\/task-[0-9a-f]{17}\/execution\/(exec-[0-9a-f]{17})$/,
  resource: /^arn:aws[\w-]*:datasync:[a-z0-9-]+:\d{12}:(?:location|task)\/.+$/,
  fileSystem: /^arn:aws[\w-]*:elasticfilesystem:[a-z0-9-]+:\d{12}:file-system\/(fs-[0-9a-f]+)$/,
  accessPoint: /^arn:aws[\w-]*:elasticfilesystem:[a-z0-9-]+:\d{12}:access-point\/(fsap-[0-9a-f]+)$/,
  subnet: /^arn:aws[\w-]*:ec2:[a-z0-9-]+:\d{12}:subnet\/(subnet-[0-9a-f]+)$/,
  securityGroup: /^arn:aws[\w-]*:ec2:[a-z0-9-]+:\d{12}:security-group\/(sg-[0-9a-f]+)$/,
  bucket: /^arn:aws[\w-]*:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])$/,
  role: /^arn:aws[\w-]*:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]+)$/,
  logGroup: /^arn:aws[\w-]*:logs:[a-z0-9-]+:\d{12}:log-group:([^:*]+)(?::\*)?$/,
} as const;

/**
 * Checks an ARN's shape and returns the id in it (the whole ARN for `resource`).
 * @throws InvalidRequestException naming the member.
 */
export function parseArn(shape: keyof typeof SHAPES, value: unknown, member: string): string {
  if (value === undefined || value === null || value === '') throw missing(member);
  const match = typeof value === 'string' ? SHAPES[shape].exec(value) : null;
  if (!match) {
    throw new InvalidRequestException(
      `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ` +
        `Member must satisfy regular expression pattern: ${SHAPES[shape].source}`,
    );
  }
  return match[1] ?? match[0];
}
