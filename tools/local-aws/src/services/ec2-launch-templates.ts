import { derived, formOf } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { amendXml, child, childText, descendants, setChild, type XmlElement } from '../gateway/xml-tree';

/** User data (base64) by template id and version number. */
export type TemplateUserData = Map<string, string>;

/**
 * `CreateLaunchTemplateVersion` with its user data kept here. moto stores that of a second version in a form that it
 * then cannot launch from (an assertion fails in every group and refresh), so it gets none: instances launched from it
 * show no user data.
 */
export async function createVersion(
  request: GatewayRequest,
  context: GatewayContext,
  kept: TemplateUserData,
): Promise<GatewayResponse> {
  const form = new URLSearchParams(await formOf(request));
  const userData = form.get('LaunchTemplateData.UserData');
  if (userData === null) return context.forward(request);
  form.delete('LaunchTemplateData.UserData');
  const answer = await context.forward(derived(request, { body: form.toString() }));
  return amendXml(answer, (root) => {
    for (const version of root.children.filter(({ name }) => name === 'launchTemplateVersion')) {
      kept.set(versionKey(version), userData);
      showUserData(version, kept);
    }
  });
}

/**
 * moto's `DescribeLaunchTemplateVersions` with the user data kept here, and without the template's own tags: moto
 * stores these among the tags for what is launched from it, where AWS never shows them.
 * API: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateTagSpecificationRequest.html
 */
export function describeVersions(answer: GatewayResponse, kept: TemplateUserData): GatewayResponse {
  return amendXml(answer, (root) => {
    for (const set of descendants(root, 'tagSpecificationSet')) {
      set.children = set.children.filter((item) => childText(item, 'resourceType') !== 'launch-template');
    }
    for (const set of descendants(root, 'launchTemplateVersionSet')) {
      for (const version of set.children) showUserData(version, kept);
    }
  });
}

function showUserData(version: XmlElement, kept: TemplateUserData): void {
  const userData = kept.get(versionKey(version));
  const data = child(version, 'launchTemplateData');
  if (userData !== undefined && data) setChild(data, 'userData', userData);
}

function versionKey(version: XmlElement): string {
  return `${childText(version, 'launchTemplateId')}/${childText(version, 'versionNumber')}`;
}
