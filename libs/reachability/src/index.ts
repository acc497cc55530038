export { canConnect } from './connect';
export type {
  Attachment,
  FirewallRule,
  NetworkModel,
  Peer,
  Route,
  RouteTarget,
  SecurityGroup,
  ServiceEndpoint,
  Subnet,
} from './model';
export { canReachService } from './service';
export { checkTransferPath, type PathCheck, type TransferPath } from './transfer-path';
export type { Obstacle, Verdict } from './verdict';
