import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { logGroupName, type NamingScope, resourceName } from '@strata/naming';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { ServiceRole } from '../iam/service-role';
import { DeadLetterQueue } from './dead-letter-queue';
import { snapshotAccess, type SnapshotNeeds } from './snapshot-access';

/** A deployment package whose `index.handler` is the function. */
export interface FunctionCode {
  /** Absolute path of the ZIP archive. */
  readonly zipPath: string;
  /** SHA-256 of the archive, base64. */
  readonly sha256Base64: string;
}

export interface RotationFunctionProps {
  readonly naming: NamingScope;
  readonly code: FunctionCode;
  readonly needs: SnapshotNeeds;
  /** Days that its log is kept: a period that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
  /** Where it finds AWS. @default - AWS itself */
  readonly endpoint?: string;
  /** @default 512 */
  readonly memoryMiB?: number;
}

/** The longest that Lambda lets a run take: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const TIMEOUT_SECONDS = 900;

/**
 * An event that waited longer is a dead letter: its run would meet the one after it. An hour is the shortest interval
 * that is derived, and long enough for the runs of several policies to wait for each other.
 */
const MAX_WAIT_SECONDS = 3600;

/**
 * Tries after a first that ended in an error, was killed or timed out; two are the most that Lambda makes. Each finishes
 * what the one before left: it starts what was stopped, and makes only the snapshots that are not there yet.
 */
const RETRIES = 2;

/** The snapshot rotation as a function: one run at a time, a log of its own, and a queue for what it could not do. */
export class RotationFunction extends Construct {
  readonly function: LambdaFunction;
  readonly deadLetters: DeadLetterQueue;
  readonly log: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: RotationFunctionProps) {
    super(scope, id);
    const { naming, code, needs, endpoint } = props;
    this.log = new CloudwatchLogGroup(this, 'log', {
      name: logGroupName(naming, 'snapshot-rotation'),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: needs.keyArn,
    });
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', {
      naming,
      purpose: 'snapshot-rotation-dead-letters',
      keyArn: needs.keyArn,
    });
    const role = new ServiceRole(this, 'role', {
      naming,
      purpose: 'snapshot-rotation',
      service: 'lambda.amazonaws.com',
      statements: [
        ...snapshotAccess(naming, needs),
        ...this.deadLetters.sendStatements,
        {
          Sid: 'WriteOwnLog',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${this.log.arn}:*`,
        },
      ],
    });
    const archive = new TerraformAsset(this, 'code', {
      path: code.zipPath,
      type: AssetType.FILE,
      assetHash: Buffer.from(code.sha256Base64, 'base64').toString('hex'),
    });
    this.function = new LambdaFunction(this, 'function', {
      functionName: resourceName(naming, 'snapshot-rotation', 64),
      description: 'Makes, copies and removes EBS snapshots by the policies of this environment',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: archive.path,
      sourceCodeHash: code.sha256Base64,
      role: role.role.arn,
      timeout: TIMEOUT_SECONDS,
      memorySize: props.memoryMiB ?? 512,
      // Two runs at once would share the account's request limits, and wait for each other's leases.
      reservedConcurrentExecutions: 1,
      deadLetterConfig: { targetArn: this.deadLetters.queue.arn },
      loggingConfig: {
        logFormat: 'JSON',
        logGroup: this.log.name,
        applicationLogLevel: 'INFO',
        systemLogLevel: 'INFO',
      },
      ...(endpoint === undefined ? {} : { environment: { variables: { AWS_ENDPOINT_URL: endpoint } } }),
      // Lambda tries the role when the function is made.
      dependsOn: [role.policy],
    });
    new LambdaFunctionEventInvokeConfig(this, 'retries', {
      functionName: this.function.functionName,
      maximumRetryAttempts: RETRIES,
      maximumEventAgeInSeconds: MAX_WAIT_SECONDS,
    });
  }
}
