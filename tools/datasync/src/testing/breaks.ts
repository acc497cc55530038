import type { Policy, Statement } from '@strata/event-pattern';
import type { Check } from '../diagnose/check';
import type {
  ArchiveEvidence,
  BucketSettings,
  Evidence,
  RoleEvidence,
  SourceEvidence,
} from '../diagnose/evidence';
import { diagnose } from '../diagnose/plan';
import { known, type Reading, valueOf } from '../diagnose/reading';
import { ACCOUNT, BUCKET, KEY, KEY_POLICY, NEEDS, NETWORK, policy, soundEvidence } from './sound-evidence';
import { trustOf, writerPolicy } from './sound-policies';

/** Breaks one thing of what was read. */
export type Break = (evidence: Evidence) => Evidence;

/** The value of a reading that the samples have. */
export function of<T>(reading: Reading<T | undefined> | undefined): T {
  const value = valueOf(reading);
  if (value === undefined) throw new Error('The sound evidence lacks what the test would break');
  return value;
}

/** Changes the task. */
export const task =
  (change: Partial<Evidence['task']>): Break =>
  (evidence) => ({ ...evidence, task: { ...evidence.task, ...change } });
/** Changes options of the task. */
export const options =
  (change: Evidence['task']['options']): Break =>
  (evidence) =>
    task({ options: { ...evidence.task.options, ...change } })(evidence);
/** Changes what was read of the share. */
export const source =
  (change: (found: SourceEvidence) => Partial<SourceEvidence>): Break =>
  (evidence) => ({ ...evidence, source: known({ ...of(evidence.source), ...change(of(evidence.source)) }) });
/** Changes the share's location. */
export const location = (change: Partial<SourceEvidence['location']>): Break =>
  source((found) => ({ location: { ...found.location, ...change } }));
/** Changes the file system. */
export const fileSystem = (change: object): Break =>
  source((found) => ({ fileSystem: known({ ...of(found.fileSystem), ...change }) }));
/** Changes the network. */
export const network = (change: Partial<typeof NETWORK>): Break =>
  source(() => ({ network: known({ ...NETWORK, ...change }) }));
/** Closes a port of a security group. */
export const withoutRule = (id: string, port: number): Break =>
  network({
    groups: NETWORK.groups.map((group) =>
      group.id === id ? { ...group, rules: group.rules.filter(({ fromPort }) => fromPort !== port) } : group,
    ),
  });
/** Changes what was read of the archive. */
export const archive =
  (change: (found: ArchiveEvidence) => Partial<ArchiveEvidence>): Break =>
  (evidence) => ({
    ...evidence,
    archive: known({ ...of(evidence.archive), ...change(of(evidence.archive)) }),
  });
/** Changes what the bucket is set to. */
export const settings = (change: Partial<BucketSettings>): Break =>
  archive(({ bucket }) => {
    const found = of(bucket);
    if (!found.settings) throw new Error('The sound bucket has settings');
    return { bucket: known({ ...found, settings: { ...found.settings, ...change } }) };
  });
/** Changes the key of the bucket. */
export const key = (change: object): Break =>
  settings({
    key: known({
      name: KEY,
      found: known({ arn: KEY, state: 'Enabled', policy: known(KEY_POLICY), ...change }),
    }),
  });
/** Changes the role of the S3 location. */
export const writer = (change: Partial<RoleEvidence>): Break =>
  archive(({ role }) => ({ role: known({ ...of(role), ...change }) }));
/** Takes an action from that role. */
export const writerWithout = (action: string): Break =>
  writer({ policies: [JSON.parse(writerPolicy(NEEDS, action)) as Policy] });
/** A trust policy with a statement that differs. */
export const trusting = (change: Partial<Statement>): Policy => {
  const { Statement } = JSON.parse(trustOf(ACCOUNT)) as { readonly Statement: Statement[] };
  return policy(Statement.map((statement) => ({ ...statement, ...change })));
};
/** Changes what was read of the log group. */
export const log =
  (change: Partial<NonNullable<Evidence['log']>>): Break =>
  (evidence) => {
    if (!evidence.log) throw new Error('The sound task has a log');
    return { ...evidence, log: { ...evidence.log, ...change } };
  };
/** The objects of the archive. */
export const objects = `arn:aws:s3:::${BUCKET}/*`;
/** A policy that denies. */
export const denied = (more: Statement): Policy =>
  policy({ Sid: 'Never', Effect: 'Deny', Action: 's3:*', Resource: objects, ...more });

/** What does not pass. */
export function troubles(evidence: Evidence): Check[] {
  return diagnose(evidence).filter(({ verdict }) => verdict !== 'pass');
}

/** What is broken, how, the only check that names it, and its evidence. */
export type Breakage = [what: string, broken: Break, named: string, why: RegExp];

/** Expects that exactly one check does not pass, and that it says what to do. */
export function expectNamed(broken: Break, named: string, why: RegExp): void {
  const found = troubles(broken(soundEvidence()));
  expect(found.map(({ area, name }) => `${area}: ${name}`)).toEqual([named]);
  expect(found[0]?.why).toMatch(why);
  expect(found[0]?.fix).toMatch(/\S/);
}
