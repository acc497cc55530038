import {
  CreateFileSystemCommand,
  DeleteFileSystemCommand,
  DeleteFileSystemPolicyCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  EFSClient,
  PutBackupPolicyCommand,
  PutFileSystemPolicyCommand,
} from '@aws-sdk/client-efs';
import { startTestAws, type TestAws } from '../int-spec-aws';

let aws: TestAws;
let efs: EFSClient;
let FileSystemId: string;
beforeAll(async () => {
  aws = await startTestAws();
  efs = new EFSClient(aws.client);
});
afterAll(async () => {
  efs.destroy();
  await aws.stop();
});
beforeEach(async () => {
  const created = await efs.send(
    new CreateFileSystemCommand({ CreationToken: String(process.hrtime.bigint()) }),
  );
  FileSystemId = created.FileSystemId ?? '';
});

describe('EFS backup policy', () => {
  it.each(['ENABLED', 'DISABLED'] as const)('is kept as %s', async (Status) => {
    await efs.send(new PutBackupPolicyCommand({ FileSystemId, BackupPolicy: { Status } }));
    const { BackupPolicy } = await efs.send(new DescribeBackupPolicyCommand({ FileSystemId }));
    expect(BackupPolicy).toEqual({ Status });
  });

  it('is not there before it is put', async () => {
    await expect(efs.send(new DescribeBackupPolicyCommand({ FileSystemId }))).rejects.toMatchObject({
      name: 'PolicyNotFound',
    });
  });

  it('refuses an unknown file system and an unknown status', async () => {
    const put = (id: string, Status: string) =>
      efs.send(
        new PutBackupPolicyCommand({ FileSystemId: id, BackupPolicy: { Status: Status as 'ENABLED' } }),
      );
    await expect(put('fs-00000000', 'ENABLED')).rejects.toMatchObject({ name: 'FileSystemNotFound' });
    await expect(put(FileSystemId, 'MAYBE')).rejects.toMatchObject({ name: 'BadRequest' });
  });
});

describe('EFS file system policy', () => {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const describePolicy = () => efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId }));

  it('can be put, deleted and put again', async () => {
    await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }));
    expect((await describePolicy()).Policy).toBe(Policy);
    await efs.send(new DeleteFileSystemPolicyCommand({ FileSystemId }));
    await expect(describePolicy()).rejects.toMatchObject({ name: 'PolicyNotFound' });
    await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }));
    expect((await describePolicy()).Policy).toBe(Policy);
  });

  it('refuses to be deleted from an unknown file system', async () => {
    await efs.send(new DeleteFileSystemCommand({ FileSystemId }));
    await expect(efs.send(new DeleteFileSystemPolicyCommand({ FileSystemId }))).rejects.toMatchObject({
      name: 'FileSystemNotFound',
    });
  });
});
