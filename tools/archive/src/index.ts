export { archiveCommand } from './command';
export * from './errors';
export { type Connections, openConnections } from './gateway/connections';
export { folderPrefix, type Location, locationText, parseLocation, resolveLocation } from './location';
export type { FileEntry, ObjectEntry, ObjectVersion } from './model';
