import { createHash, randomUUID } from 'node:crypto';
import { restRouter } from '../gateway/rest-routes';
import type { GatewayContext, GatewayRequest, GatewayResponse, GatewayService } from '../gateway/service';
import { BLOCK_BYTES, blockData, blockIdentity } from './ebs/content';
import { EbsRefusal } from './ebs/errors';
import { listChangedBlocks, listSnapshotBlocks } from './ebs/lists';
import { checkBlockToken } from './ebs/tokens';
import { CONTROL_TAGS } from './ec2-snapshots/controls';
import { stateOf, type Snapshot } from './ec2-snapshots/model';
import type { SnapshotService } from './ec2-snapshots/service';
import { keyState } from './kms-keys';

/**
 * The EBS direct APIs for reading, of which moto has only those for writing
 * (https://docs.aws.amazon.com/ebs/latest/APIReference/Welcome.html).
 */
export function createEbsService(service: SnapshotService): GatewayService {
  const readable = (request: GatewayRequest, id: string) => completed(service, request.region, id);
  const route = restRouter({
    'GET /snapshots/{id}/blocks': (request, context, { id = '' }) =>
      listSnapshotBlocks(readable(request, id), request.query, context.now()),
    'GET /snapshots/{id}/changedblocks': (request, context, { id = '' }) => {
      const first = request.query.get('firstSnapshotId');
      const second = readable(request, id);
      return listChangedBlocks(
        first ? readable(request, first) : undefined,
        second,
        request.query,
        context.now(),
      );
    },
    'GET /snapshots/{id}/blocks/{index}': (request, context, { id = '', index = '' }) =>
      getSnapshotBlock(readable(request, id), Number(index), request, context),
  });
  return {
    name: 'ebs',
    async handle(request, context) {
      try {
        return await route(request, context);
      } catch (error) {
        if (error instanceof EbsRefusal) return error.answer();
        throw error;
      }
    },
  };
}

function completed(service: SnapshotService, region: string, id: string): Snapshot {
  const snapshot = service.snapshots.in(region).get(id);
  if (!snapshot) {
    const message = `The snapshot '${id}' does not exist.`;
    throw new EbsRefusal('ResourceNotFoundException', 'SNAPSHOT_NOT_FOUND', message);
  }
  if (stateOf(snapshot) !== 'completed') {
    const message = `The snapshot '${id}' is not in the completed state.`;
    throw new EbsRefusal('ValidationException', 'INVALID_SNAPSHOT_ID', message);
  }
  return snapshot;
}

async function getSnapshotBlock(
  snapshot: Snapshot,
  index: number,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<GatewayResponse> {
  checkBlockToken(request.query.get('blockToken') ?? '', snapshot.id, index, context.now());
  if (snapshot.kmsKeyId) {
    const { problem } = await keyState(snapshot.kmsKeyId, request.region, context);
    if (problem) throw new EbsRefusal('AccessDeniedException', 'DEPENDENCY_ACCESS_DENIED', problem);
  }
  const identity = blockIdentity(snapshot.content, index);
  if (identity === undefined) {
    const message = `The snapshot holds no block ${index}.`;
    throw new EbsRefusal('ValidationException', 'INVALID_BLOCK', message);
  }
  const body = blockData(identity);
  const checksum = createHash('sha256').update(body).digest('base64');
  if (snapshot.tags.get(CONTROL_TAGS.corruptBlock) === String(index)) body.reverse();
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'x-amzn-requestid': randomUUID(),
      'x-amz-data-length': String(BLOCK_BYTES),
      'x-amz-checksum': checksum,
      'x-amz-checksum-algorithm': 'SHA256',
    },
    body,
  };
}
