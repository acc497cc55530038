import { z } from 'zod';
import { cidr, logRetentionDays } from './scalars';

/** AWS services that may get an interface endpoint, by the last part of `com.amazonaws.<region>.<service>`. */
export const INTERFACE_ENDPOINTS = [
  'autoscaling',
  'backup',
  'datasync',
  'ec2',
  'ec2messages',
  'elasticfilesystem',
  'events',
  'kms',
  'logs',
  'monitoring',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'sts',
] as const;

const subnets = (description: string) => z.array(cidr()).describe(description).optional();

/** The backbone's network. Subnets that are not stated are derived from `cidr`, one per zone. */
export const networkSchema = z
  .strictObject({
    cidr: cidr().default('10.40.0.0/16').describe('IPv4 network of the VPC, /16 to /28.'),
    zones: z
      .array(
        z
          .string()
          .regex(
            /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/,
            'is not an Availability Zone; write the Region and a letter, such as eu-central-1a',
          ),
      )
      .min(2)
      .max(3)
      .describe('Availability Zones, two or three, all of the environment’s Region.'),
    nat: z
      .enum(['none', 'single', 'per-zone'])
      .default('single')
      .describe(
        'NAT gateways: none, one for all zones, or one per zone (a zone’s failure then stays in that zone).',
      ),
    publicSubnets: subnets('Public subnets, one per zone in the order of zones. Derived when not stated.'),
    privateSubnets: subnets('Private subnets, one per zone in the order of zones. Derived when not stated.'),
    interfaceEndpoints: z
      .array(z.enum(INTERFACE_ENDPOINTS))
      .default([])
      .describe('Services reached through interface endpoints (billed per endpoint, zone and hour).'),
    flowLogs: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Whether VPC flow logs are written to CloudWatch Logs.'),
        retentionDays: logRetentionDays('Days that flow logs are kept.').default(30),
      })
      .prefault({})
      .describe('VPC flow logs.'),
    instanceConnectEndpoint: z
      .boolean()
      .default(true)
      .describe('Whether an EC2 Instance Connect endpoint is created, to reach instances without SSH keys.'),
  })
  .describe('The backbone layer’s network.');
