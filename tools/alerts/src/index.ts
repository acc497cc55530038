export { alertsCommand } from './command';
