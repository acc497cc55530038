import { z } from 'zod';
import { instanceType } from './scalars';

/** AWS's public parameter with the newest Amazon Linux 2023 image for x86_64. */
export const AL2023_X86_64 = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';

const processorSchema = z
  .strictObject({
    instanceType: instanceType('Instance type of the processor.').default('t3.micro'),
    volumeGiB: z.int().min(1).max(16_384).default(20).describe('Size of the processor’s data volume, GiB.'),
    volumeType: z.enum(['gp3', 'gp2', 'st1', 'sc1']).default('gp3').describe('EBS type of the data volume.'),
    deviceName: z
      .string()
      .regex(
        /^\/dev\/(sd|xvd)[f-p]$/,
        'is not a device name for a data volume; write one from /dev/sdf to /dev/sdp',
      )
      .default('/dev/sdf')
      .describe('Device name under which the data volume is attached.'),
  })
  .prefault({})
  .describe('The processor instance with its own encrypted EBS volume.');

const commandHostSchema = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Whether there is a command host.'),
    instanceType: instanceType('Instance type of the command host.').default('t3.medium'),
    rotationSchedule: z
      .string()
      .regex(
        /^(@(hourly|daily|midnight|weekly|monthly)|[0-9*/,-]+( +[0-9A-Za-z*/,-]+){4})$/,
        'is not a crontab schedule; write five fields, such as 0 4 * * *, or @daily',
      )
      .optional()
      .describe(
        'When its cron runs the snapshot policies as well, beside their own schedules: five crontab fields, UTC. Never when not stated.',
      ),
  })
  .prefault({})
  .describe('Optional host for commands; its cron can start the snapshot policies.');

/** The compute layer: the Auto Scaling group, the processor and the command host. */
export const computeSchema = z
  .strictObject({
    instanceType: instanceType('Instance type of the Auto Scaling group.').default('t3.small'),
    minSize: z.int().min(0).max(1000).default(2).describe('Fewest instances.'),
    desiredCapacity: z.int().min(0).max(1000).default(2).describe('Instances to start with.'),
    maxSize: z.int().min(1).max(1000).default(4).describe('Most instances.'),
    cpuTargetPercent: z
      .number()
      .min(1)
      .max(100)
      .default(60)
      .describe('Average CPU use that target tracking keeps.'),
    rootVolumeGiB: z
      .int()
      .min(8)
      .max(16_384)
      .default(16)
      .describe('Root volume, GiB; the Amazon Linux 2023 image needs 8.'),
    amiSsmParameter: z
      .string()
      .regex(/^\/[\w./-]+$/, 'is not a parameter path; write one that starts with /')
      .default(AL2023_X86_64)
      .describe('SSM parameter that holds the image id.'),
    mountTimeoutSeconds: z
      .int()
      .min(60)
      .max(7200)
      // Longer than the mount script can take at worst (efsMountBoundSeconds in libs/user-data), so that the script's
      // own verdict, with its reason in the log, comes first.
      .default(1800)
      .describe(
        'Seconds after which the launch of an instance that has not said that its mount works is abandoned.',
      ),
    processor: processorSchema,
    commandHost: commandHostSchema,
  })
  .prefault({})
  .describe('The compute layer.');
