import { z } from 'zod';
import { awsSchedule, minutes, region, tagSelector } from './scalars';

/** The number of a keep rule that keeps all of its kind. */
export const KEEP_ALL = -1;

/** Most policies of an environment: as many as there are minutes for them to start at. */
export const MAX_POLICIES = 60;

/** Newest snapshots that a policy keeps which states no rules at all. */
const DEFAULT_KEEP_LAST = 7;

const count = (description: string) => z.int().min(KEEP_ALL).max(100_000).optional().describe(description);

const within = (what: string) =>
  z
    .string()
    .regex(
      /^(?=\d)(\d{1,5}y)?(\d{1,5}m)?(\d{1,5}d)?(\d{1,5}h)?$/,
      'is not a duration; write years, months, days and hours in that order, such as 1y2m3d3h or 36h',
    )
    .optional()
    .describe(`${what} within this time of the volume’s newest snapshot, such as 1y2m3d3h.`);

const tagPatterns = z
  .array(
    z
      .string()
      .regex(
        /^[^=,]*[^=,\s][^=,]*(=[^,]*)?(,[^=,]*[^=,\s][^=,]*(=[^,]*)?)*$/,
        'is no list of tags; write key=value, or several with commas between, such as hold,env=prod',
      ),
  )
  .default([])
  .describe('Snapshots with all tags of at least one of these lists, such as hold=true,env=prod.');

/** The rules of a `keep`; `unstated` says what holds when there is none. */
const keepRules = (unstated: string) =>
  z.strictObject({
    last: count(`The newest so many; -1 for all. ${unstated}`),
    hourly: count('The newest of each of so many hours; -1 for all.'),
    daily: count('The newest of each of so many days; -1 for all.'),
    weekly: count('The newest of each of so many ISO weeks; -1 for all.'),
    monthly: count('The newest of each of so many months; -1 for all.'),
    yearly: count('The newest of each of so many years; -1 for all.'),
    within: within('All'),
    withinHourly: within('The newest of each hour'),
    withinDaily: within('The newest of each day'),
    withinWeekly: within('The newest of each ISO week'),
    withinMonthly: within('The newest of each month'),
    withinYearly: within('The newest of each year'),
    tags: tagPatterns,
  });

const copySchema = z.strictObject({
  region: region('AWS Region that completed snapshots are copied to.'),
  kmsKeyId: z
    .string()
    .regex(
      /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/)?(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
      'is not a KMS key; write the id or the ARN of a key of that Region (an alias cannot be named in an IAM policy)',
    )
    .optional()
    .describe('KMS key of that Region for the copies; the Region’s default EBS key when not stated.'),
  keep: keepRules('Without any rule, copies stay as the policy’s own snapshots do.')
    .optional()
    .describe('Which copies stay. Derived when not stated: what the policy itself keeps.'),
});

const policySchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/,
      'is not a policy name; write 1 to 32 letters, digits and hyphens, no hyphen first',
    )
    .describe('Name of the policy; in the tag strata:policy of its snapshots.'),
  tag: tagSelector('strata:snapshot', 'true', 'The tag of volumes that the policy snapshots.'),
  schedule: awsSchedule(
    'When the policy runs: rate(…) or cron(…), UTC. Derived when not stated: from the RPO.',
  ).optional(),
  expectedDurationMinutes: minutes(
    1,
    'How long a usual snapshot takes to complete, minutes; counts against the RPO.',
  ).default(15),
  consistency: z
    .enum(['crash', 'stopped', 'quiesced'])
    .default('crash')
    .describe('Snapshots of running instances, of stopped ones, or of ones frozen through an SSM document.'),
  quiesceDocument: z
    .string()
    .regex(
      /^[\w.-]{3,128}$/,
      'is not the name of an SSM document; write 3 to 128 letters, digits, hyphens, underscores and points',
    )
    .optional()
    .describe(
      'SSM document that freezes and thaws (parameter Action: freeze, thaw); must be stated for quiesced. Its steps should state timeoutSeconds below 60, and thawing what is not frozen must succeed.',
    ),
  standby: z
    .boolean()
    .default(false)
    .describe(
      'With stopped: whether instances of Auto Scaling groups are put in Standby meanwhile; they are refused otherwise.',
    ),
  loseInstanceStore: z
    .boolean()
    .default(false)
    .describe(
      'With stopped: whether instances of types with instance store volumes are stopped, though what is on these is lost; they are refused otherwise.',
    ),
  keep: keepRules(`Without any rule, ${DEFAULT_KEEP_LAST}.`)
    .prefault({ last: DEFAULT_KEEP_LAST })
    .describe('Which snapshots of each volume stay; the rules add up.'),
  maxRemove: z
    .strictObject({
      count: z
        .int()
        .min(0)
        .max(100_000)
        .default(1000)
        .describe('Most snapshots that one run may remove; a plan beyond it is refused as a whole.'),
      percent: z
        .number()
        .min(0)
        .max(100)
        .default(50)
        .describe('Most of the policy’s snapshots that one run may remove, percent.'),
    })
    .prefault({})
    .describe('Caps on what one run removes.'),
  copies: z.array(copySchema).default([]).describe('Regions that completed snapshots are copied to.'),
});

/** The bucket that calls draw from, in the form of libs/aws: an EC2 API, a family of them, or another service's API. */
const bucketName = z
  .string()
  .regex(
    /^(\*|[A-Z][A-Za-z]+(\*|:unfiltered|:[A-Z][A-Za-z]+)?)$/,
    'is no API; write its name, such as CreateSnapshots, Describe* for all that begin so, or SSM:SendCommand',
  );

const rateLimit = z.strictObject({
  capacity: z.int().min(1).max(100_000).describe('Calls that may be made at once.'),
  refillPerSecond: z.number().positive().max(100_000).describe('Calls per second after that.'),
});

/** EBS snapshots: policies, and how fast they may call AWS. */
export const snapshotsSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether the backup layer runs the policies by a schedule: a function and what watches it.'),
    policies: z
      .array(policySchema)
      .min(1)
      .max(MAX_POLICIES)
      .prefault([{ name: 'default' }])
      .describe('What is snapshotted, when, and what stays. The first one is the processor’s.'),
    rateLimits: z
      .union([z.enum(['published', 'none']), z.record(bucketName, rateLimit)], {
        error:
          'is no set of limits; write published, none, or limits by API such as CreateSnapshots: { capacity: 100, refillPerSecond: 5 }',
      })
      .default('published')
      .describe(
        'Client-side limits on EC2 calls: those that AWS publishes, none, or others for the APIs named.',
      ),
  })
  .prefault({})
  .describe('EBS snapshots.');
