/** A part of an object: bytes `start` to `end`, without `end`. */
export interface PartRange {
  /** Counted from 1. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000;
const MEBIBYTE = 1024 ** 2;

/**
 * Bytes per part: as wanted, more where there would be over 10,000 of them, in whole mebibytes. It depends on nothing
 * but the size, so that an upload that was interrupted finds its parts again.
 */
export function partSize(size: number, wanted: number): number {
  if (size <= wanted * MAX_PARTS) return wanted;
  return Math.ceil(size / MAX_PARTS / MEBIBYTE) * MEBIBYTE;
}

/** The parts of an object of so many bytes, in order. */
export function* partRanges(size: number, wanted: number): Generator<PartRange> {
  const bytes = partSize(size, wanted);
  for (let start = 0, number = 1; start < size; start += bytes, number += 1) {
    yield { number, start, end: Math.min(start + bytes, size) };
  }
}
