import type { Layer } from '@strata/naming';
import { defineContract, type OutputsOf } from './contract';

/** The network, the key and the file system that everything else stands on. */
export const backboneContract = defineContract('backbone', {
  vpcId: 'string',
  vpcCidr: 'string',
  availabilityZones: 'list',
  publicSubnetIds: 'list',
  privateSubnetIds: 'list',
  instanceSecurityGroupId: 'string',
  dataSyncSecurityGroupId: 'string',
  fileSystemSecurityGroupId: 'string',
  endpointSecurityGroupId: 'string',
  instanceConnectEndpointIds: 'list',
  keyArn: 'string',
  fileSystemId: 'string',
  fileSystemArn: 'string',
  accessPointId: 'string',
  accessPointArn: 'string',
  mountTargetIds: 'list',
});

/** The fleet that writes to the file system, and the processor with its volume. */
export const computeContract = defineContract('compute', {
  autoScalingGroupName: 'string',
  launchTemplateId: 'string',
  instanceRoleArn: 'string',
  cpuStressDocumentName: 'string',
  processorInstanceId: 'string',
  processorVolumeId: 'string',
  processorRoleArn: 'string',
  commandHostInstanceIds: 'list',
});

/** The archive and the bucket that logs access to it. */
export const storageContract = defineContract('storage', {
  archiveBucketName: 'string',
  archiveBucketArn: 'string',
  accessLogBucketName: 'string',
});

/** The backup jobs and the means to watch them. */
export const backupContract = defineContract('backup', {
  taskArn: 'string',
  sourceLocationArn: 'string',
  destinationLocationArn: 'string',
  transferLogGroupName: 'string',
  topicArn: 'string',
  stateChangeRuleName: 'string',
  transferFunctionName: 'string',
  transferFunctionLogGroupName: 'string',
  transferDeadLetterQueueUrl: 'string',
  transferFallbackRuleName: 'string',
  transferWatchScheduleGroupName: 'string',
  transferWatchScheduleName: 'string',
  dashboardName: 'string',
  alarmNames: 'list',
  backupVaultNames: 'list',
  backupPlanIds: 'list',
  backupFailureRuleNames: 'list',
  restoreTestingPlanNames: 'list',
  snapshotFunctionNames: 'list',
  snapshotScheduleGroupNames: 'list',
  snapshotScheduleNames: 'list',
  snapshotDeadLetterQueueUrls: 'list',
  snapshotFailureRuleNames: 'list',
});

/** Every layer's contract by layer. */
export const CONTRACTS = {
  backbone: backboneContract,
  compute: computeContract,
  storage: storageContract,
  backup: backupContract,
} as const satisfies Record<Layer, unknown>;

/** The typed outputs of a layer: `LayerOutputs<'storage'>['archiveBucketName']`. */
export type LayerOutputs<L extends Layer> = OutputsOf<(typeof CONTRACTS)[L]['shape']>;

export type BackboneOutputs = LayerOutputs<'backbone'>;
export type ComputeOutputs = LayerOutputs<'compute'>;
export type StorageOutputs = LayerOutputs<'storage'>;
export type BackupOutputs = LayerOutputs<'backup'>;
