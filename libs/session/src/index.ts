export { chosenEnvironment, type EnvironmentOptions, withEnvironmentOption } from './environment';
export {
  type CommandLine,
  type Connected,
  type Connecting,
  inSession,
  type Session,
  type SessionOptions,
  whileConnected,
} from './session';
