import type { GatewayResponse } from '../gateway/service';
import { amendXml, childText, descendants } from '../gateway/xml-tree';

/**
 * moto's `DescribeLaunchTemplateVersions` without the template's own tags. moto stores the tag specification of the
 * template itself among those for what is launched from it, where AWS never shows it.
 * API: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateTagSpecificationRequest.html
 */
export function withoutTemplateTags(answer: GatewayResponse): GatewayResponse {
  return amendXml(answer, (root) => {
    for (const set of descendants(root, 'tagSpecificationSet')) {
      set.children = set.children.filter((item) => childText(item, 'resourceType') !== 'launch-template');
    }
  });
}
