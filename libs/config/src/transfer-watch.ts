import { metricNamespace } from '@strata/naming';
import type { EnvironmentConfig } from './environment-config';
import { scheduleGaps } from './schedule/gaps';

/** What of the deployed layers the watch over the transfer needs to know. */
export interface TransferResources {
  readonly taskArn: string;
  readonly topicArn: string;
  readonly logGroupName: string;
  readonly archiveBucketName: string;
}

/** All that the function which watches the transfer knows: plain data, its environment variable `STRATA_TRANSFER`. */
export interface TransferWatchSettings extends TransferResources {
  /** Environment name. */
  readonly environment: string;
  readonly region: string;
  readonly account: string;
  /** CloudWatch namespace of the metrics. */
  readonly metricNamespace: string;
  /** Recovery point objective, minutes. */
  readonly rpoMinutes: number;
  /** Shortest time between two scheduled runs, minutes: a run that takes longer delays the next. */
  readonly intervalMinutes: number;
}

/** The settings of an environment's function. */
export function transferWatchSettings(
  { name, account, region, backup }: EnvironmentConfig,
  resources: TransferResources,
): TransferWatchSettings {
  return {
    environment: name,
    region,
    account,
    metricNamespace: metricNamespace({ environment: name, account, region }),
    rpoMinutes: backup.objectives.rpoHours * 60,
    intervalMinutes: scheduleGaps(backup.datasync.schedule).shortestMinutes,
    ...resources,
  };
}
