export { demoCommand } from './command';
