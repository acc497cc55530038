/** A place in the archive or on disk. */
export {};
