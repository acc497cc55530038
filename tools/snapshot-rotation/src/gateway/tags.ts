import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { ec2Tags } from './ec2-records';
import { idBatches } from './filters';

/** Resources per request: AWS takes 1000 and recommends fewer (API_CreateTags). */
const RESOURCES_PER_CALL = 500;

/** Sets tags on resources. Repeating it is harmless. */
export async function setTags(
  { ec2 }: Connections,
  resourceIds: readonly string[],
  tags: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<void> {
  for (const Resources of idBatches(resourceIds, RESOURCES_PER_CALL)) {
    await ec2.send(new CreateTagsCommand({ Resources, Tags: ec2Tags(tags) }), abortable(signal));
  }
}

/** Takes tags away, whatever their values. Repeating it is harmless. */
export async function removeTags(
  { ec2 }: Connections,
  resourceIds: readonly string[],
  keys: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  for (const Resources of idBatches(resourceIds, RESOURCES_PER_CALL)) {
    await ec2.send(
      new DeleteTagsCommand({ Resources, Tags: keys.map((Key) => ({ Key })) }),
      abortable(signal),
    );
  }
}
