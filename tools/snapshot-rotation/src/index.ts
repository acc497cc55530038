export { snapshotsCommand } from './command';
export { type Connections, openConnections } from './gateway/connections';
export { type SnapshotPolicy, snapshotPolicy } from './policy';
export type { RotateReport } from './rotate/report';
export { runRotate } from './rotate/run';
