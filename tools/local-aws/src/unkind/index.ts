export { setUnkind, unkindReport } from './client';
export { totals, type ApiCounters, type UnkindReport } from './counters';
export { FAULT_KINDS, type FaultKind, type Injection } from './fault-kinds';
export { type BucketLimit, type UnkindOptions, type UnkindSetting } from './setting';
export { UnkindSettingError } from './setting-error';
