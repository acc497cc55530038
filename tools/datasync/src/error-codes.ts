const GUIDE = 'https://docs.aws.amazon.com/datasync/latest/userguide';
const TROUBLESHOOTING = `${GUIDE}/troubleshooting-datasync-locations-tasks.html`;

/** What is known of a failure of DataSync. */
export interface KnownFailure {
  /** What the failure is called here; stable, for programs. */
  readonly cause: string;
  /** What it means, one sentence. */
  readonly meaning: string;
  /** What to look at, in this order. */
  readonly check: readonly string[];
  /** The page of AWS that it comes from. */
  readonly source: string;
}

interface Pattern extends KnownFailure {
  readonly codes?: readonly string[];
  readonly words?: RegExp;
}

/**
 * Failures in the order in which they are looked for. AWS publishes no list of `ErrorCode`s, and one code stands for
 * several causes; so words of `ErrorDetail` are looked at first, then codes.
 */
const FAILURES: readonly Pattern[] = [
  {
    cause: 'cancelled',
    codes: ['Cancelled', 'Canceled', 'TaskExecutionCancelled'],
    words: /\b(was|has been|is) cancell?ed\b/i,
    meaning: 'Somebody or something cancelled the execution; objects that were complete by then stay.',
    check: ['who called CancelTaskExecution: CloudTrail', 'whether the next run succeeds'],
    source: `${GUIDE}/API_CancelTaskExecution.html`,
  },
  {
    cause: 's3-unreachable',
    words: /unable to connect to (the )?s3 endpoint|s3 endpoint (is )?not reachable|no route to s3/i,
    meaning: 'DataSync could not reach the S3 endpoint of the bucket.',
    check: [
      "whether the task is in the bucket's Region",
      "a route from the task's subnet to S3: gateway endpoint, interface endpoint or NAT",
      "whether the security groups of DataSync's network interfaces let TCP 443 out",
      'an endpoint policy that leaves the bucket out',
    ],
    source: TROUBLESHOOTING,
  },
  {
    cause: 'key-denied',
    words: /\bkms\b|GenerateDataKey|encryption key|kms:Decrypt/i,
    meaning: "The role of the S3 location may not use the bucket's KMS key.",
    check: [
      'kms:Decrypt and kms:GenerateDataKey in the role of the location',
      "whether the key's policy allows that role, and whether the key is enabled",
    ],
    source: `${GUIDE}/create-s3-location.html`,
  },
  {
    cause: 'mount-failed',
    words: /\bmount(ing|ed)?\b|port 2049|nfs server|efs file system|access point/i,
    meaning: 'DataSync could not mount the file system.',
    check: [
      "a mount target in the Availability Zone of the location's subnet",
      "TCP 2049 from the location's security groups to those of the mount target",
      'that file system and access point exist, and that the location has TLS with an access point or a role',
      'elasticfilesystem:ClientMount and ClientRootAccess in the role and the file system policy',
    ],
    source: `${GUIDE}/create-efs-location.html`,
  },
  {
    cause: 's3-denied',
    words: /access denied|not authorized|forbidden|AssumeRole|could not perform s3:/i,
    meaning: 'The role of the S3 location lacks a permission, or a policy takes it away.',
    check: [
      'that datasync.amazonaws.com may assume the role',
      's3:GetBucketLocation, ListBucket, ListBucketMultipartUploads on the bucket; PutObject, GetObject, DeleteObject, AbortMultipartUpload, ListMultipartUploadParts, object tagging on its keys',
      'denials in the bucket policy, in an endpoint policy or by the organisation',
    ],
    source: `${GUIDE}/create-s3-location.html`,
  },
  {
    cause: 'bucket-gone',
    words: /bucket .*(does not exist|not exist|not found)|NoSuchBucket/i,
    meaning: 'The bucket does not exist.',
    check: ['whether it was deleted by hand', 'the location of the task: ./strata diff backup'],
    source: TROUBLESHOOTING,
  },
  {
    cause: 'permission-denied',
    codes: ['PermissionDenied'],
    words: /permissions? denied/i,
    meaning: 'The file system refused to let DataSync read something.',
    check: [
      'the files that the log names: owner and permissions',
      'the user that the access point enforces',
      'elasticfilesystem:ClientRootAccess for the role: without it root is squashed',
    ],
    source: TROUBLESHOOTING,
  },
  {
    cause: 'no-space',
    codes: ['NoSpace', 'ENOSPC'],
    words: /no space left|disk (is )?full|quota exceeded/i,
    meaning: 'The destination has no room left.',
    check: ['free room and quotas of the destination', 'old versions and unfinished uploads that take room'],
    source: TROUBLESHOOTING,
  },
  {
    cause: 'memory',
    codes: ['NoMem', 'ENOMEM'],
    words: /cannot allocate memory/i,
    meaning: 'The transfer has more items than one task can handle.',
    check: ["the number of files against DataSync's quotas", 'split the transfer into tasks by filters'],
    source: TROUBLESHOOTING,
  },
  {
    cause: 'input-output',
    codes: ['InputOutput', 'EIO'],
    words: /input\/output error/i,
    meaning: 'The storage failed requests of DataSync.',
    check: [
      'health and throughput of the file system',
      'whether security groups or routes changed during the run',
    ],
    source: TROUBLESHOOTING,
  },
  {
    cause: 'verification',
    codes: ['VerificationFailed'],
    words: /verification (detected|found|failed)|mismatch/i,
    meaning: 'What was written differs from the source: mostly files that changed during the run.',
    check: [
      'the files that the log names under "Verification failed"',
      'run again: a file that changed meanwhile is then copied anew',
      './strata datasync verify --full --mount PATH',
    ],
    source: `${GUIDE}/troubleshooting-task-verification.html`,
  },
  {
    cause: 'files-failed',
    codes: ['PartialTransfer'],
    words: /files skipped due to errors|could not be transferred/i,
    meaning: 'The run came to its end, but some files could not be copied.',
    check: ['the files that the log names, each with its reason', 'run again once the reason is gone'],
    source: `${GUIDE}/troubleshooting-task-verification.html`,
  },
  {
    cause: 'location',
    codes: ['LocationNotAccessible'],
    meaning: 'Source or destination could not be opened.',
    check: ['whether file system, access point and bucket exist', './strata datasync diagnose'],
    source: TROUBLESHOOTING,
  },
];

/** What stands for a failure that the table does not know. */
const UNKNOWN: KnownFailure = {
  cause: 'unknown',
  meaning: "A failure that is not in Strata's table.",
  check: ["the execution's log stream", './strata datasync diagnose'],
  source: TROUBLESHOOTING,
};

/** A failure of an execution or a task, explained. */
export interface ExplainedFailure extends KnownFailure {
  /** DataSync's own. */
  readonly code: string | undefined;
  readonly detail: string | undefined;
}

/** Every cause that the table knows, in its order. */
export const KNOWN_CAUSES: readonly string[] = FAILURES.map(({ cause }) => cause);

/** Explains a failure by DataSync's code and words; undefined when there is neither. Pure. */
export function explainFailure(
  code: string | undefined,
  detail: string | undefined,
): ExplainedFailure | undefined {
  if (!code && !detail) return undefined;
  const found =
    FAILURES.find(({ codes }) => isSure(code, codes)) ??
    FAILURES.find(({ words }) => words?.test(detail ?? '')) ??
    FAILURES.find(({ codes }) => codes?.includes(code ?? '')) ??
    UNKNOWN;
  const { cause, meaning, check, source } = found;
  return { cause, meaning, check, source, code: code || undefined, detail: detail || undefined };
}

/** Codes that mean one thing alone, whatever words come with them. */
const SURE: ReadonlySet<string> = new Set(['Cancelled', 'Canceled', 'VerificationFailed', 'PartialTransfer']);

function isSure(code: string | undefined, codes: readonly string[] | undefined): boolean {
  return code !== undefined && SURE.has(code) && codes?.includes(code) === true;
}
