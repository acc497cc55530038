import { crc32 } from 'node:zlib';

/** A checksum that is fed piece by piece. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Its bytes, big end first. */
  digest(): Buffer;
}

/** CRC32 (of zlib, in C). */
export function crc32Digest(): Digest {
  let value = 0;
  return {
    update: (bytes) => void (value = crc32(bytes, value)),
    digest: () => bytesOf(value),
  };
}

/** CRC32C: polynomial 0x1EDC6F41, reflected (RFC 3720, appendix B.4). */
export function crc32cDigest(): Digest {
  const table = CRC32C();
  let value = 0xffffffff;
  return {
    update(bytes) {
      for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
    },
    digest: () => bytesOf(value ^ 0xffffffff),
  };
}

/**
 * CRC64NVME: polynomial 0xAD93D23594C93659, reflected (NVM Express, NVM Command Set, 64b CRC). Two halves of 32 bits,
 * for 64-bit integers of JavaScript are slow.
 */
export function crc64NvmeDigest(): Digest {
  const { high: highs, low: lows } = CRC64();
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(bytes) {
      for (const byte of bytes) {
        const at = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (lows[at] ?? 0);
        high = (high >>> 8) ^ (highs[at] ?? 0);
      }
    },
    digest: () => Buffer.concat([bytesOf(high ^ 0xffffffff), bytesOf(low ^ 0xffffffff)]),
  };
}

const CRC32C = lazily(() =>
  Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    return value;
  }),
);

const CRC64 = lazily(() => {
  const tables = { high: new Int32Array(256), low: new Int32Array(256) };
  for (let byte = 0; byte < 256; byte += 1) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1)
      value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
    tables.high[byte] = Number(value >> 32n);
    tables.low[byte] = Number(value & 0xffffffffn);
  }
  return tables;
});

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function bytesOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
}
