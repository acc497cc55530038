import type { GatewayService } from '../gateway/service';
import { connectEndpointOperations, type ConnectEndpoints } from './ec2-instance-connect';
import { withoutTemplateTags } from './ec2-launch-templates';
import { showMonitoring, switchMonitoring, type MonitoringStates } from './ec2-monitoring';
import { changeTags } from './ec2-tags';

/** EC2: moto lacks Instance Connect Endpoints and the switching of detailed monitoring; it misplaces template tags. */
export function createEc2Service(): GatewayService {
  const endpoints: ConnectEndpoints = new Map();
  const monitoring: MonitoringStates = new Map();
  return {
    name: 'ec2',
    async handle(request, context) {
      if (Object.hasOwn(connectEndpointOperations, request.operation)) {
        return connectEndpointOperations[request.operation]?.(request, context, endpoints);
      }
      switch (request.operation) {
        case 'CreateTags':
        case 'DeleteTags':
          return changeTags(request, context, (id) => endpoints.get(id)?.tags);
        case 'MonitorInstances':
        case 'UnmonitorInstances':
          return switchMonitoring(request, context, monitoring);
        case 'DescribeLaunchTemplateVersions':
          return withoutTemplateTags(await context.forward(request));
        case 'DescribeInstances':
          return monitoring.size > 0 ? showMonitoring(await context.forward(request), monitoring) : undefined;
        default:
          return undefined;
      }
    },
  };
}
