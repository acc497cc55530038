export { snapshotsCommand } from './command';
