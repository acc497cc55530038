import { childText, setChild } from '../gateway/xml-tree';
import { amending, regionKey, remembering, type AutoScalingOperations } from './autoscaling-members';

/** Scaling policies. moto forgets `Enabled`, and shows an empty predictive configuration in policies of other types. */
export function policyOperations(): AutoScalingOperations {
  const enabled = new Map<string, string>();
  return {
    PutScalingPolicy: remembering((form, request) => {
      const key = regionKey(request, form.get('AutoScalingGroupName'), form.get('PolicyName'));
      enabled.set(key, form.get('Enabled') ?? 'true');
    }),
    DescribePolicies: amending('ScalingPolicies', (policy, request) => {
      const key = regionKey(
        request,
        childText(policy, 'AutoScalingGroupName'),
        childText(policy, 'PolicyName'),
      );
      setChild(policy, 'Enabled', enabled.get(key) ?? 'true');
      if (childText(policy, 'PolicyType') !== 'PredictiveScaling') {
        setChild(policy, 'PredictiveScalingConfiguration', undefined);
      }
    }),
  };
}
