const GUIDE = 'https://docs.aws.amazon.com/datasync/latest/userguide';
/** AWS's page about locations that cannot be opened. */
const STORAGE = `${GUIDE}/troubleshooting-storage-issues.html`;
/** AWS's page about tasks that fail. */
const TASKS = `${GUIDE}/troubleshooting-tasks.html`;
/** AWS's page about verification and about files that failed. */
const VERIFICATION = `${GUIDE}/troubleshooting-task-verification.html`;

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

/** How a failure is recognised. */
export interface FailurePattern extends KnownFailure {
  /** Codes that mean this. One that stands at several patterns is told apart by `words`; the last takes the rest. */
  readonly codes?: readonly string[];
  /** In `ErrorDetail` or in the reason of a log line. */
  readonly words?: RegExp;
  /** It says only that something failed: the cause must be looked for elsewhere. */
  readonly vague?: boolean;
}

/**
 * Failures in the order in which they are looked for.
 *
 * AWS lists no `ErrorCode`s in one place; its troubleshooting pages name some: FsS3UnableToConnectToEndpoint,
 * FsS3HeadBucketFailed, SrcLocHitAccess and SyncTaskErrorLocationNotAdded (storage), NoMem, FsNfsIdMappingEnabled and
 * EniNotFound (tasks). Cancelled, PartialTransfer and VerificationFailed are those of the local AWS: there AWS publishes
 * the words alone. One code may stand for several causes, so words count too.
 */
export const KNOWN_FAILURES: readonly FailurePattern[] = [
  {
    cause: 'cancelled',
    codes: ['Cancelled'],
    words: /\b(was|has been|is) cancell?ed\b/i,
    meaning: 'Somebody or something cancelled the execution; objects that were complete by then stay.',
    check: ['who called CancelTaskExecution: CloudTrail', 'whether the next run succeeds'],
    source: `${GUIDE}/API_CancelTaskExecution.html`,
  },
  {
    cause: 's3-unreachable',
    codes: ['FsS3UnableToConnectToEndpoint'],
    words: /unable to connect to (the )?s3 endpoint/i,
    meaning: 'DataSync could not reach the S3 endpoint of the bucket.',
    check: [
      "whether the task is in the bucket's Region",
      "a route from the task's subnet to S3: gateway endpoint, interface endpoint or NAT",
      "whether the security groups of DataSync's network interfaces let TCP 443 out",
      'an endpoint policy that leaves the bucket out',
    ],
    source: STORAGE,
  },
  {
    cause: 'bucket-gone',
    codes: ['FsS3HeadBucketFailed'],
    words: /bucket .*(does not exist|not found)|NoSuchBucket/i,
    meaning: 'The bucket does not exist.',
    check: ['whether it was deleted by hand', 'the location of the task: ./strata diff backup'],
    source: STORAGE,
  },
  {
    cause: 'role-not-assumed',
    words: /AssumeRole|assume (the )?role/i,
    meaning: 'DataSync could not assume the role of the location.',
    check: [
      'whether the role exists',
      'whether its trust policy lets datasync.amazonaws.com assume it, and under which conditions',
    ],
    source: `${GUIDE}/create-s3-location.html`,
  },
  {
    cause: 'key-denied',
    words: /\bkms:\w+|GenerateDataKey|\bKMS\.\w+Exception|encryption key/i,
    meaning: "The bucket's KMS key could not be used: the role may not, or the key is disabled or gone.",
    check: [
      'kms:Decrypt and kms:GenerateDataKey in the role of the location',
      "whether the key's policy allows that role, and whether the key is enabled",
    ],
    source: `${GUIDE}/create-s3-location.html`,
  },
  {
    cause: 'source-gone',
    words: /mounting .*no such file or directory|(file system|access point) \S+ does not exist/i,
    meaning:
      'What is to be mounted is not there: file system, access point or directory was deleted or renamed.',
    check: [
      "whether the location's file system, access point and directory exist",
      'whether the last backup is still whole: ./strata datasync verify',
      'the location of the task: ./strata diff backup',
    ],
    source: STORAGE,
  },
  {
    cause: 'mount-failed',
    words: /mount\.nfs|EFS mount target|could not mount|failed to mount|x40016|port 2049/i,
    meaning: 'DataSync could not mount the file system.',
    check: [
      "a mount target in the Availability Zone of the location's subnet",
      "TCP 2049 from the location's security groups to those of the mount target",
      'that the location has TLS when it has an access point or a role',
      'elasticfilesystem:ClientMount and ClientRootAccess in the role and the file system policy',
    ],
    source: STORAGE,
  },
  {
    cause: 's3-denied',
    codes: ['FsS3HeadBucketFailed'],
    words: /access denied|not authorized|forbidden|could not perform s3:/i,
    meaning: 'The role of the S3 location lacks a permission, or a policy takes it away.',
    check: [
      's3:GetBucketLocation, ListBucket, ListBucketMultipartUploads on the bucket; PutObject, GetObject, DeleteObject, AbortMultipartUpload, ListMultipartUploadParts, object tagging on its keys',
      'denials in the bucket policy, in an endpoint policy or by the organisation',
    ],
    source: STORAGE,
  },
  {
    cause: 'network-interface',
    codes: ['EniNotFound'],
    meaning: 'A network interface of the task was deleted.',
    check: [
      'start the task by hand: DataSync then makes the interfaces that are missing',
      'who deleted it: CloudTrail, DeleteNetworkInterface',
    ],
    source: TASKS,
  },
  {
    cause: 'nfs-id-mapping',
    codes: ['FsNfsIdMappingEnabled'],
    meaning: 'The NFS server maps ids to names, which DataSync does not support for NFSv4.',
    check: ['the NFS version of the location: NFSv3 has no such mapping'],
    source: TASKS,
  },
  {
    cause: 'permission-denied',
    words: /permissions? denied/i,
    meaning: 'The file system refused to let DataSync read something.',
    check: [
      'the files that the log names: owner and permissions',
      'the user that the access point enforces',
      'elasticfilesystem:ClientRootAccess for the role: without it root is squashed',
    ],
    source: TASKS,
  },
  {
    cause: 'no-space',
    words: /no space left|disk (is )?full|quota exceeded/i,
    meaning: 'The destination has no room left.',
    check: ['free room and quotas of the destination', 'old versions and unfinished uploads that take room'],
    source: TASKS,
  },
  {
    cause: 'memory',
    codes: ['NoMem'],
    words: /cannot allocate memory/i,
    meaning: 'The transfer has more items than one task can handle.',
    check: ["the number of files against DataSync's quotas", 'split the transfer into tasks by filters'],
    source: TASKS,
  },
  {
    cause: 'input-output',
    words: /input\/output error/i,
    meaning: 'The storage failed requests of DataSync.',
    check: [
      'health and throughput of the file system',
      'whether security groups or routes changed during the run',
    ],
    source: TASKS,
  },
  {
    cause: 'vanished',
    words: /^no such file or directory$/i,
    meaning: 'A file was listed, and was gone when it was to be read.',
    check: ['run again: what is gone is then not listed', 'whether temporary files should be excluded'],
    source: VERIFICATION,
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
    source: VERIFICATION,
  },
  {
    cause: 'files-failed',
    vague: true,
    codes: ['PartialTransfer'],
    words: /files skipped due to errors|could not be transferred/i,
    meaning: 'The run came to its end, but some files could not be copied.',
    check: ['the files that the log names, each with its reason', 'run again once the reason is gone'],
    source: VERIFICATION,
  },
  {
    cause: 'location',
    vague: true,
    codes: ['SrcLocHitAccess', 'SyncTaskErrorLocationNotAdded'],
    words: /failed to access location/i,
    meaning: 'Source or destination could not be opened.',
    check: ['whether file system, access point and bucket exist', './strata datasync diagnose'],
    source: STORAGE,
  },
];

/** What stands for a failure that the table does not know. */
export const UNKNOWN_FAILURE: FailurePattern = {
  cause: 'unknown',
  vague: true,
  meaning: "A failure that is not in Strata's table.",
  check: ["the execution's log stream", './strata datasync diagnose'],
  source: TASKS,
};
