import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Connections, openConnections } from './connections';
import { copySnapshot } from './copy-snapshot';
import { createSnapshot, createSnapshotSet } from './create-snapshots';

let server: Server;
let connections: Connections;
beforeAll(async () => {
  server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/xml' }).end(),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  connections = openConnections({ region: 'eu-central-1', endpoint: `http://127.0.0.1:${port}` });
});
afterAll(() => {
  connections.close();
  server.close();
});

const request = { description: '', tags: { Project: 'strata' } };
const set = { instanceId: 'i-1', excludeRoot: false, excludeDataVolumeIds: [], copyVolumeTags: false };

it.each<[string, () => Promise<unknown>]>([
  ['CreateSnapshot', () => createSnapshot(connections, { ...request, volumeId: 'vol-1' })],
  ['CreateSnapshots', () => createSnapshotSet(connections, { ...request, ...set })],
  [
    'CopySnapshot',
    () => copySnapshot(connections, { ...request, sourceRegion: 'eu-west-1', snapshotId: 'snap-1' }),
  ],
])('takes an empty answer to %s for an unclear one', async (api, call) => {
  await expect(call()).rejects.toThrow(`${api} was answered without the id of a snapshot`);
});
