import { amendXml, child, setChild } from '../gateway/xml-tree';
import type { GatewayContext, GatewayRequest, GatewayResponse, GatewayService } from '../gateway/service';
import { createBatchOperations } from './s3-batch';
import { bucketPolicy } from './s3-bucket-policy';

/** What is kept of a lifecycle configuration. */
interface Lifecycle {
  /** The XML as it was put. */
  readonly body: Buffer;
  readonly minimumObjectSize: string;
}

const MINIMUM_SIZE_HEADER = 'x-amz-transition-default-minimum-object-size';
/** Default since September 2024: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
const DEFAULT_MINIMUM_SIZE = 'all_storage_classes_128K';

/**
 * S3. moto forgets the EventBridge flag of a bucket notification, and of a lifecycle configuration the default minimum
 * object size and `NewerNoncurrentVersions`; the provider waits minutes for the latter. Of a bucket policy it takes
 * every condition as met. It has no Batch Operations: `s3-batch/`. Objects, versions and their listings are made good in
 * moto itself: `moto/s3_*.py`.
 */
export function createS3Service(): GatewayService {
  const eventBridge = new Set<string>();
  const lifecycles = new Map<string, Lifecycle>();
  const policies = new Map<string, Buffer>();
  const batch = createBatchOperations();

  return {
    name: 's3',
    close: () => batch.close?.() ?? Promise.resolve(),
    async handle(request, context) {
      const job = await batch.handle(request, context);
      if (job) return job;
      const bucket = bucketOf(request);
      if (!bucket) return undefined;
      if (request.query.has('lifecycle')) return lifecycle(request, context, bucket, lifecycles);
      if (request.query.has('policy')) return bucketPolicy(request, context, bucket, policies);
      if (request.query.has('notification')) return notification(request, context, bucket, eventBridge);
      if (request.method === 'DELETE' && !request.path.includes('?')) {
        const answer = await context.forward(request);
        if (answer.status < 300) {
          eventBridge.delete(bucket);
          lifecycles.delete(bucket);
          policies.delete(bucket);
        }
        return answer;
      }
      return undefined;
    },
  };
}

/** Bucket name when the path (path style) names a bucket and no object. Bucket names are unique over Regions. */
function bucketOf(request: GatewayRequest): string | undefined {
  return /^\/([^/?]+)\/?(?:\?.*)?$/.exec(request.path)?.[1];
}

async function lifecycle(
  request: GatewayRequest,
  context: GatewayContext,
  bucket: string,
  kept: Map<string, Lifecycle>,
): Promise<GatewayResponse> {
  const configuration = kept.get(bucket);
  // Not asked of moto: it loses its configuration when it refuses another one.
  if (request.method === 'GET' && configuration) {
    const headers = {
      'content-type': 'application/xml',
      [MINIMUM_SIZE_HEADER]: configuration.minimumObjectSize,
    };
    return { status: 200, headers, body: configuration.body };
  }
  const answer = await context.forward(request);
  if (answer.status >= 300) return answer;
  if (request.method === 'DELETE') kept.delete(bucket);
  if (request.method !== 'PUT') return answer;
  const minimumObjectSize = String(request.headers[MINIMUM_SIZE_HEADER] ?? DEFAULT_MINIMUM_SIZE);
  kept.set(bucket, { body: await request.body(), minimumObjectSize });
  return { ...answer, headers: { ...answer.headers, [MINIMUM_SIZE_HEADER]: minimumObjectSize } };
}

async function notification(
  request: GatewayRequest,
  context: GatewayContext,
  bucket: string,
  flagged: Set<string>,
): Promise<GatewayResponse> {
  const answer = await context.forward(request);
  if (answer.status >= 300) return answer;
  if (request.method === 'PUT') {
    const on = /<(\w+:)?EventBridgeConfiguration\b/.test((await request.body()).toString('utf8'));
    if (on) flagged.add(bucket);
    else flagged.delete(bucket);
  }
  if (request.method !== 'GET' || !flagged.has(bucket)) return answer;
  return amendXml(answer, (root) => {
    if (!child(root, 'EventBridgeConfiguration')) setChild(root, 'EventBridgeConfiguration', '');
  });
}
