import type { Evidence } from '../evidence';
import { type Finding, findingsOf } from '../finding';

const transport = findingsOf('TLS only');

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: { readonly Bool?: Readonly<Record<string, unknown>> };
}

/** Whether the policy refuses everything that comes without TLS, to everybody, for the bucket and its objects. */
export function* plainHttpIsRefused({ settings: { policy }, bucket }: Evidence): Iterable<Finding> {
  if (!policy.read) return yield transport.unknown(`the policy could not be read: ${policy.reason}`);
  const denials = statementsOf(policy.value).filter(isDenialOfPlainHttp);
  const covered = new Set(denials.flatMap(({ Resource }) => listOf(Resource)));
  const has = (resource: RegExp) => [...covered].some((each) => resource.test(String(each)));
  const name = bucket.replaceAll('.', '\\.');
  const whole = has(new RegExp(`^(\\*|arn:aws[a-z-]*:s3:::(${name}|\\*))$`));
  const objects = has(new RegExp(`^(\\*|arn:aws[a-z-]*:s3:::(${name}/\\*|\\*))$`));
  if (whole && objects) return yield transport.met('the policy refuses plain HTTP');
  yield transport.missed(
    denials.length === 0
      ? 'the policy lets plain HTTP in: keys and data can be read on the way'
      : `the policy refuses plain HTTP to the ${whole ? 'bucket' : 'objects'} only`,
    'Deploy the storage layer, whose policy denies s3:* where aws:SecureTransport is false.',
  );
}

function isDenialOfPlainHttp({ Effect, Principal, Action, Condition }: Statement): boolean {
  const everybody =
    Principal === '*' || listOf((Principal as { AWS?: unknown } | undefined)?.AWS).includes('*');
  const everything = listOf(Action).some((action) => action === '*' || action === 's3:*');
  const { Bool = {} } = Condition ?? {};
  const plain = Object.entries(Bool).some(
    ([key, value]) => key.toLowerCase() === 'aws:securetransport' && String(listOf(value)[0]) === 'false',
  );
  // A second condition would let plain HTTP in wherever it does not hold.
  const only = Object.keys(Condition ?? {}).length === 1 && Object.keys(Bool).length === 1;
  return Effect === 'Deny' && everybody && everything && plain && only;
}

function statementsOf(document: unknown): Statement[] {
  const { Statement } = (document ?? {}) as { readonly Statement?: unknown };
  return listOf(Statement) as Statement[];
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
