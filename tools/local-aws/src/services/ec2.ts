import type { GatewayService } from '../gateway/service';
import { connectEndpointOperations, type ConnectEndpoints } from './ec2-instance-connect';
import { instancePower } from './ec2-instances';
import { createVersion, describeVersions, type TemplateUserData } from './ec2-launch-templates';
import { showMonitoring, switchMonitoring, type MonitoringStates } from './ec2-monitoring';
import { refusing, type Ec2Operations } from './ec2-refusal';
import {
  authorizeWithDescriptions,
  modifyWithDescriptions,
  type RuleDescriptions,
  showRuleDescriptions,
} from './ec2-security-group-rules';
import { snapshotOperations, type SnapshotService } from './ec2-snapshots';
import { settleTagged, snapshotTags } from './ec2-snapshots/tags';
import { changeTags } from './ec2-tags';
import { volumeOperations } from './ec2-volumes';

/**
 * EC2. Snapshots are the gateway's. moto lacks Instance Connect Endpoints and the switching of detailed monitoring; it
 * forgets the descriptions of security group rules, and misplaces tags and user data of launch templates.
 */
export function createEc2Service(snapshots: SnapshotService): GatewayService {
  const endpoints: ConnectEndpoints = new Map();
  const monitoring: MonitoringStates = new Map();
  const descriptions: RuleDescriptions = new Map();
  const userData: TemplateUserData = new Map();
  const power = instancePower(snapshots.volumes);
  const operations: Ec2Operations = {
    ...volumeOperations(snapshots),
    ...power.operations,
    ...snapshotOperations(snapshots),
    ...underNames(['CreateTags', 'DeleteTags'], (request, context) =>
      changeTags(request, context, {
        own: (id) => endpoints.get(id)?.tags ?? snapshotTags(snapshots, request.region, id),
        copied: (id) => snapshots.volumes.in(request.region).tags(id),
        changed: (ids) => settleTagged(snapshots, request.region, ids, context),
      }),
    ),
  };
  return {
    name: 'ec2',
    async handle(request, context) {
      if (Object.hasOwn(connectEndpointOperations, request.operation)) {
        return connectEndpointOperations[request.operation]?.(request, context, endpoints);
      }
      if (Object.hasOwn(operations, request.operation)) {
        return operations[request.operation]?.(request, context);
      }
      switch (request.operation) {
        case 'AuthorizeSecurityGroupIngress':
        case 'AuthorizeSecurityGroupEgress':
          return authorizeWithDescriptions(request, context, descriptions);
        case 'ModifySecurityGroupRules':
          return modifyWithDescriptions(request, context, descriptions);
        case 'DescribeSecurityGroupRules':
          return showRuleDescriptions(await context.forward(request), descriptions);
        case 'MonitorInstances':
        case 'UnmonitorInstances':
          return switchMonitoring(request, context, monitoring);
        case 'DescribeLaunchTemplateVersions':
          return describeVersions(await context.forward(request), userData);
        case 'CreateLaunchTemplateVersion':
          return createVersion(request, context, userData);
        case 'DescribeInstances': {
          const passing = await power.describe(request, context);
          if (monitoring.size === 0) return passing;
          return showMonitoring(passing ?? (await context.forward(request)), monitoring);
        }
        default:
          return undefined;
      }
    },
    async close() {
      snapshots.lives.close();
      power.close();
    },
  };
}

/** The same operation under several names. */
function underNames(names: readonly string[], operation: Ec2Operations[string]): Ec2Operations {
  return Object.fromEntries(names.map((name) => [name, refusing(operation)]));
}
