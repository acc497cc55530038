export { archiveCommand } from './command';
export * from './errors';
export { createFilter, type Filter, type FilterInput } from './filter/filter';
export { type Connections, openConnections } from './gateway/connections';
export { folderPrefix, type Location, locationText, parseLocation, resolveLocation } from './location';
export type { FileEntry, ObjectEntry, ObjectVersion } from './model';
export type { Batch, Listed } from './listing/listed';
export { planSync, type PlanRequest, type SyncPlan } from './sync/plan';
