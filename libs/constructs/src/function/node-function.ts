import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { logGroupName, type NamingScope, resourceName } from '@strata/naming';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../iam/policy';
import { ServiceRole } from '../iam/service-role';
import { DeadLetterQueue } from './dead-letter-queue';

/** A deployment package whose `index.handler` is the function. */
export interface FunctionCode {
  /** Absolute path of the ZIP archive. */
  readonly zipPath: string;
  /** SHA-256 of the archive, base64. */
  readonly sha256Base64: string;
}

/** What the environment decides about any function of ours. */
export interface FunctionSettings {
  readonly naming: NamingScope;
  readonly code: FunctionCode;
  /** A customer key, for its log and its dead letters. */
  readonly keyArn: string;
  /** Days that its log is kept: a period that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
  /** Where it finds AWS. @default - AWS itself */
  readonly endpoint?: string;
}

/** What is special to one function. */
export interface NodeFunctionProps extends FunctionSettings {
  /** Last part of the names of function, role, log group and queue. */
  readonly purpose: string;
  readonly description: string;
  /** What it may do, beyond writing its log and its dead letters. */
  readonly statements: readonly PolicyStatement[];
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  /** The longest that an event waits to be handled. */
  readonly maxWaitSeconds: number;
  /** Environment variables. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * ARN of where the record of an event goes that failed for good; the function must be allowed to.
   * @default - the event itself goes to the queue of dead letters
   */
  readonly onFailureArn?: string;
}

/** Tries after a first that ended in an error, was killed or timed out: the most that Lambda makes. */
const RETRIES = 2;

/** A function of our own code: one run at a time, a log of its own, and a queue for what could not be done. */
export class NodeFunction extends Construct {
  readonly function: LambdaFunction;
  readonly deadLetters: DeadLetterQueue;
  readonly log: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { naming, code, purpose, keyArn, onFailureArn } = props;
    this.log = new CloudwatchLogGroup(this, 'log', {
      name: logGroupName(naming, purpose),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: keyArn,
    });
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', {
      naming,
      purpose: `${purpose}-dead-letters`,
      keyArn,
    });
    const role = new ServiceRole(this, 'role', {
      naming,
      purpose,
      service: 'lambda.amazonaws.com',
      statements: [
        ...props.statements,
        ...(onFailureArn === undefined ? this.deadLetters.sendStatements : []),
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
    const variables = {
      ...props.variables,
      ...(props.endpoint === undefined ? {} : { AWS_ENDPOINT_URL: props.endpoint }),
    };
    this.function = new LambdaFunction(this, 'function', {
      functionName: resourceName(naming, purpose, 64),
      description: props.description,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: archive.path,
      sourceCodeHash: code.sha256Base64,
      role: role.role.arn,
      timeout: props.timeoutSeconds,
      memorySize: props.memoryMiB,
      reservedConcurrentExecutions: 1,
      ...(onFailureArn === undefined ? { deadLetterConfig: { targetArn: this.deadLetters.queue.arn } } : {}),
      loggingConfig: {
        logFormat: 'JSON',
        logGroup: this.log.name,
        applicationLogLevel: 'INFO',
        systemLogLevel: 'INFO',
      },
      ...(Object.keys(variables).length === 0 ? {} : { environment: { variables } }),
      // Lambda tries the role when the function is made.
      dependsOn: [role.policy],
    });
    new LambdaFunctionEventInvokeConfig(this, 'retries', {
      functionName: this.function.functionName,
      maximumRetryAttempts: RETRIES,
      maximumEventAgeInSeconds: props.maxWaitSeconds,
      ...(onFailureArn === undefined
        ? {}
        : { destinationConfig: { onFailure: { destination: onFailureArn } } }),
    });
  }
}
