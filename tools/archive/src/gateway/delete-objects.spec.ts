import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openConnections } from './connections';
import { deleteObjects } from './delete-objects';

/** S3's answer, where it refuses each key for its own. */
const REFUSED =
  '<DeleteResult><Error><Key>a</Key><VersionId>v</VersionId><Code>AccessDenied</Code><Message>Access Denied</Message></Error>' +
  '<Error><Key>b</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>';

it('names the permission that is missing for each key that is refused', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(REFUSED);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connections = openConnections({ region: 'eu-central-1', endpoint });
  const outcomes = await deleteObjects(connections, 'x', [{ key: 'a', versionId: 'v' }, { key: 'b' }]);
  connections.close();
  server.closeAllConnections();
  server.close();
  expect(outcomes.map((outcome) => !outcome.ok && outcome.message)).toEqual([
    expect.stringMatching(/^AWS does not allow s3:DeleteObjectVersion on s3:\/\/x\/a to these credentials\./),
    expect.stringMatching(/^AWS does not allow s3:DeleteObject on s3:\/\/x\/b to these credentials\./),
  ]);
});
