export { type FatalMoment, type Fuse, openFuse } from './fuse';
export { type Ended, type Program, startProgram } from './program';
export { type Ran, runHere } from './run-here';
