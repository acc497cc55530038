import { createAutoScalingService } from '../services/autoscaling';
import { createBackupService } from '../services/backup';
import { createDataSyncService } from '../services/datasync';
import { createDlmService } from '../services/dlm';
import { createEbsService } from '../services/ebs';
import { createEc2Service } from '../services/ec2';
import { snapshotService } from '../services/ec2-snapshots';
import { createEfsService } from '../services/efs';
import { createEventsService } from '../services/events';
import { createLambdaService } from '../services/lambda';
import { createS3Service } from '../services/s3';
import { createSchedulerService } from '../services/scheduler';
import { createSnsService } from '../services/sns';
import { createSsmService } from '../services/ssm';
import type { GatewayService } from './service';

/** Every service that the gateway answers or amends; all others are moto's alone. */
export function createServices(): GatewayService[] {
  const events = createEventsService();
  const snapshots = snapshotService({ bus: events.bus });
  return [
    createAutoScalingService(snapshots.volumes),
    createBackupService(),
    createDataSyncService({ bus: events.bus }),
    createDlmService(),
    createEbsService(snapshots),
    createEc2Service(snapshots),
    createEfsService(),
    createLambdaService(),
    createS3Service(),
    createSchedulerService(),
    createSnsService(),
    createSsmService(),
    events,
  ];
}
