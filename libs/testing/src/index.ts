export * from './scrub';
export * from './synth';
