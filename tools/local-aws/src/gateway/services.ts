import { createAutoScalingService } from '../services/autoscaling';
import { createBackupService } from '../services/backup';
import { createDlmService } from '../services/dlm';
import { createEc2Service } from '../services/ec2';
import { createEfsService } from '../services/efs';
import { createS3Service } from '../services/s3';
import type { GatewayService } from './service';

/** Every service that the gateway answers or amends; all others are moto's alone. */
export function createServices(): GatewayService[] {
  return [
    createAutoScalingService(),
    createBackupService(),
    createDlmService(),
    createEc2Service(),
    createEfsService(),
    createS3Service(),
  ];
}
