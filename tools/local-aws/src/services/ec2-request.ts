import { Ec2Refusal } from './ec2-refusal';

/** Tags that `TagSpecification.N` gives to resources of a type (`snapshot`, `volume`, …). */
export function specifiedTags(form: URLSearchParams, resourceType: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (let index = 1; form.has(`TagSpecification.${index}.ResourceType`); index += 1) {
    const prefix = `TagSpecification.${index}.`;
    if (form.get(`${prefix}ResourceType`) !== resourceType) continue;
    for (const [key, value] of numberedTags(form, `${prefix}Tag.`)) tags.set(key, value ?? '');
  }
  return tags;
}

/** Pairs of `<prefix>N.Key` and `<prefix>N.Value`; a missing value is null. */
export function numberedTags(form: URLSearchParams, prefix: string): [string, string | null][] {
  const pairs: [string, string | null][] = [];
  for (let index = 1; form.has(`${prefix}${index}.Key`); index += 1) {
    pairs.push([form.get(`${prefix}${index}.Key`) ?? '', form.get(`${prefix}${index}.Value`)]);
  }
  return pairs;
}

/** Most tags that a resource may carry, those of AWS's own aside. */
const MAX_TAGS = 50;

/**
 * Refuses what AWS does: keys of AWS's own, and more than 50 tags
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html).
 */
export function checkTags(given: Iterable<string>, all: ReadonlyMap<string, string>): void {
  for (const key of given) {
    if (/^aws:/i.test(key)) {
      throw new Ec2Refusal(
        'InvalidParameterValue',
        `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
      );
    }
  }
  const counted = [...all.keys()].filter((key) => !key.startsWith('aws:')).length;
  if (counted > MAX_TAGS) {
    throw new Ec2Refusal('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  }
}

/** Refuses a dry run, with the error that says that the call would have succeeded. */
export function honourDryRun(form: URLSearchParams): void {
  if (form.get('DryRun') === 'true') {
    const message = 'Request would have succeeded, but DryRun flag is set.';
    throw new Ec2Refusal('DryRunOperation', message, 412);
  }
}

/** A required parameter. */
export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw new Ec2Refusal('MissingParameter', `The request must contain the parameter ${name}`);
  return value;
}

/**
 * Refuses what cannot be an id of this kind. EC2's ids are 8 or 17 hexadecimal digits after the prefix; another prefix
 * is an invalid parameter, other digits a malformed id.
 *
 * @param kind prefix and what error codes call it
 */
export function checkId(id: string, kind: IdKind): void {
  if (!id.startsWith(`${kind.prefix}-`)) {
    throw new Ec2Refusal(
      'InvalidParameterValue',
      `Value (${id}) for parameter ${kind.parameter} is invalid. Expected: '${kind.prefix}-...'.`,
    );
  }
  if (!/^[0-9a-f]{8}([0-9a-f]{9})?$/.test(id.slice(kind.prefix.length + 1)))
    throw new Ec2Refusal(kind.malformed, `Invalid id: "${id}"`);
}

/** What ids of a kind of resource look like. */
export interface IdKind {
  readonly prefix: string;
  readonly parameter: string;
  /** Error code of an id that has the prefix, but other digits. */
  readonly malformed: string;
}

export const SNAPSHOT_ID: IdKind = {
  prefix: 'snap',
  parameter: 'snapshotId',
  malformed: 'InvalidSnapshotID.Malformed',
};

export const VOLUME_ID: IdKind = {
  prefix: 'vol',
  parameter: 'volumeId',
  malformed: 'InvalidVolumeID.Malformed',
};

export const INSTANCE_ID: IdKind = {
  prefix: 'i',
  parameter: 'instanceId',
  malformed: 'InvalidInstanceID.Malformed',
};
