export { COMMANDS } from './commands';
export { createProgram } from './program';
