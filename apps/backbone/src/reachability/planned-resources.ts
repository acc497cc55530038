import { DefaultTokenResolver, StringConcat, TerraformResource, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';

/** A resource as Terraform will read it: arguments in snake case, references such as `${aws_subnet.a.id}`. */
export interface PlannedResource {
  /** The reference by which others name it. */
  readonly id: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What of a network decides who reaches whom. */
const TYPES = [
  'aws_security_group',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
  'aws_subnet',
  'aws_route',
  'aws_route_table_association',
  'aws_vpc_endpoint',
  'aws_efs_mount_target',
] as const;

/** The resources of a stack's network, by Terraform's type. */
export type PlannedResources = Readonly<Record<(typeof TYPES)[number], PlannedResource[]>>;

/** Collects the network's resources below a construct. */
export function plannedResources(root: IConstruct): PlannedResources {
  const found = Object.fromEntries(
    TYPES.map((type): [string, PlannedResource[]] => [type, []]),
  ) as unknown as PlannedResources;
  for (const node of root.node.findAll()) {
    if (!TerraformResource.isTerraformResource(node)) continue;
    const list: PlannedResource[] | undefined = found[node.terraformResourceType as keyof PlannedResources];
    list?.push({
      id: resolved(node, node.interpolationForAttribute('id')) as string,
      arguments: argumentsOf(node),
    });
  }
  return found;
}

/** A text with its tokens replaced by Terraform's references, so that equal things are equal strings. */
export function resolved(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) });
}

function argumentsOf(resource: TerraformResource): Record<string, unknown> {
  const { resource: byType } = resource.toTerraform() as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
  };
  const all = byType[resource.terraformResourceType]?.[resource.friendlyUniqueId] ?? {};
  // Resolving takes most of the time, and nobody asks for these.
  return resolved(resource, { ...all, '//': undefined, tags: undefined }) as Record<string, unknown>;
}
