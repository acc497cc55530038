import { derived, jsonBody } from '../gateway/derived';
import { json, jsonError } from '../gateway/answers';
import { restRouter } from '../gateway/rest-routes';
import { ensureEfsDirectory } from '../efs-directory';
import type { GatewayContext, GatewayRequest, GatewayResponse, GatewayService } from '../gateway/service';

/**
 * EFS. moto lacks `PutBackupPolicy` and `DeleteFileSystemPolicy`, and has no files: the directory that stands for a file
 * system is there from its creation, so that one that is missing is known to be gone. The rest is moto's.
 * API: https://docs.aws.amazon.com/efs/latest/ug/API_PutBackupPolicy.html, …/API_DeleteFileSystemPolicy.html
 */
export function createEfsService(): GatewayService {
  /** Backup status by file-system id; ids are unique over Regions. */
  const backupStatus = new Map<string, string>();
  const withoutPolicy = new Set<string>();

  return {
    name: 'elasticfilesystem',
    handle: restRouter({
      'POST /2015-02-01/file-systems': async (request, context) => {
        const answer = await context.forward(request);
        if (answer.status < 300) {
          const { FileSystemId } = JSON.parse(answer.body.toString()) as { FileSystemId: string };
          await ensureEfsDirectory(context.dataDir, FileSystemId);
        }
        return answer;
      },
      'PUT /2015-02-01/file-systems/{id}/backup-policy': async (request, context, { id = '' }) => {
        const missing = await missingFileSystem(request, context, id);
        if (missing) return missing;
        const { BackupPolicy } = await jsonBody<{ BackupPolicy?: { Status?: string } }>(request);
        const status = BackupPolicy?.Status;
        if (status !== 'ENABLED' && status !== 'DISABLED') {
          return jsonError(
            400,
            'BadRequest',
            `BackupPolicy.Status is ${status}: it must be ENABLED or DISABLED`,
          );
        }
        backupStatus.set(id, status);
        return json({ BackupPolicy: { Status: status } });
      },
      'GET /2015-02-01/file-systems/{id}/backup-policy': (_request, _context, { id = '' }) => {
        const status = backupStatus.get(id);
        return status === undefined ? undefined : json({ BackupPolicy: { Status: status } });
      },
      'DELETE /2015-02-01/file-systems/{id}/policy': async (request, context, { id = '' }) => {
        const missing = await missingFileSystem(request, context, id);
        if (missing) return missing;
        withoutPolicy.add(id);
        return json();
      },
      'GET /2015-02-01/file-systems/{id}/policy': (_request, _context, { id = '' }) =>
        withoutPolicy.has(id)
          ? jsonError(404, 'PolicyNotFound', `${id} has no file system policy`)
          : undefined,
      'PUT /2015-02-01/file-systems/{id}/policy': async (request, context, { id = '' }) => {
        const answer = await context.forward(request);
        if (answer.status < 300) withoutPolicy.delete(id);
        return answer;
      },
      'DELETE /2015-02-01/file-systems/{id}': async (request, context, { id = '' }) => {
        const answer = await context.forward(request);
        if (answer.status < 300) {
          backupStatus.delete(id);
          withoutPolicy.delete(id);
        }
        return answer;
      },
    }),
  };
}

/** moto's FileSystemNotFound when there is no such file system; undefined when there is. */
async function missingFileSystem(
  request: GatewayRequest,
  context: GatewayContext,
  id: string,
): Promise<GatewayResponse | undefined> {
  const path = `/2015-02-01/file-systems/${id}/lifecycle-configuration`;
  const answer = await context.forward(derived(request, { method: 'GET', path, body: '' }));
  return answer.status === 404 ? answer : undefined;
}
