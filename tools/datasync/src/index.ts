export { datasyncCommand } from './command';
