export { clearDataSyncFaults, dataSyncFaults, setDataSyncFault } from './client';
export { DATASYNC_FAULT_KINDS, DATASYNC_FAULTS, type DataSyncFaultKind } from './kinds';
export { type DataSyncFault, type DataSyncFaultSetting } from './setting';
export { DataSyncFaultError } from './setting-error';
export type { DataSyncFaultReport, DataSyncFaultState } from './switches';
