import type { GatewayService } from '../gateway/service';
import { connectEndpointOperations, type ConnectEndpoints } from './ec2-instance-connect';
import { createVersion, describeVersions, type TemplateUserData } from './ec2-launch-templates';
import { showMonitoring, switchMonitoring, type MonitoringStates } from './ec2-monitoring';
import {
  authorizeWithDescriptions,
  modifyWithDescriptions,
  type RuleDescriptions,
  showRuleDescriptions,
} from './ec2-security-group-rules';
import { changeTags } from './ec2-tags';

/**
 * EC2. moto lacks Instance Connect Endpoints and the switching of detailed monitoring; it forgets the descriptions of
 * security group rules, and misplaces tags and user data of launch templates.
 */
export function createEc2Service(): GatewayService {
  const endpoints: ConnectEndpoints = new Map();
  const monitoring: MonitoringStates = new Map();
  const descriptions: RuleDescriptions = new Map();
  const userData: TemplateUserData = new Map();
  return {
    name: 'ec2',
    async handle(request, context) {
      if (Object.hasOwn(connectEndpointOperations, request.operation)) {
        return connectEndpointOperations[request.operation]?.(request, context, endpoints);
      }
      switch (request.operation) {
        case 'AuthorizeSecurityGroupIngress':
        case 'AuthorizeSecurityGroupEgress':
          return authorizeWithDescriptions(request, context, descriptions);
        case 'ModifySecurityGroupRules':
          return modifyWithDescriptions(request, context, descriptions);
        case 'DescribeSecurityGroupRules':
          return showRuleDescriptions(await context.forward(request), descriptions);
        case 'CreateTags':
        case 'DeleteTags':
          return changeTags(request, context, (id) => endpoints.get(id)?.tags);
        case 'MonitorInstances':
        case 'UnmonitorInstances':
          return switchMonitoring(request, context, monitoring);
        case 'DescribeLaunchTemplateVersions':
          return describeVersions(await context.forward(request), userData);
        case 'CreateLaunchTemplateVersion':
          return createVersion(request, context, userData);
        case 'DescribeInstances':
          return monitoring.size > 0 ? showMonitoring(await context.forward(request), monitoring) : undefined;
        default:
          return undefined;
      }
    },
  };
}
