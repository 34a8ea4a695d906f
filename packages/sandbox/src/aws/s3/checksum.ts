import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A running checksum of an upload; `digest` gives it as S3 writes it, in base64. */
export interface RunningChecksum {
  update(chunk: Buffer): void;
  digest(): string;
}

const bigEndian = (value: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString('base64');
};

function crc32Checksum(): RunningChecksum {
  let value = 0;
  return {
    update(chunk) {
      value = crc32(chunk, value);
    },
    digest: () => bigEndian(value),
  };
}

/** Castagnoli's polynomial, reflected. */
const crc32cTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32cChecksum(): RunningChecksum {
  let value = 0xffffffff;
  return {
    update(chunk) {
      for (let at = 0; at < chunk.length; at++) {
        value = (value >>> 8) ^ (crc32cTable[(value ^ (chunk[at] ?? 0)) & 0xff] ?? 0);
      }
    },
    digest: () => bigEndian(value ^ 0xffffffff),
  };
}

/** CRC-64/NVME, reflected, as two halves: numbers hold 32 bits exactly, and BigInt costs twenty times as much. */
const crc64 = { high: new Uint32Array(256), low: new Uint32Array(256) };
for (let index = 0; index < 256; index++) {
  let high = 0;
  let low = index;
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = ((low >>> 1) | (high << 31)) >>> 0;
    high >>>= 1;
    if (odd) {
      high = (high ^ 0x9a6c9329) >>> 0;
      low = (low ^ 0xac4bc9b5) >>> 0;
    }
  }
  crc64.high[index] = high;
  crc64.low[index] = low;
}

function crc64Checksum(): RunningChecksum {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(chunk) {
      for (let at = 0; at < chunk.length; at++) {
        const index = (low ^ (chunk[at] ?? 0)) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (crc64.low[index] ?? 0);
        high = (high >>> 8) ^ (crc64.high[index] ?? 0);
      }
    },
    digest() {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
      bytes.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
      return bytes.toString('base64');
    },
  };
}

function hashChecksum(algorithm: 'sha1' | 'sha256'): RunningChecksum {
  const hash = createHash(algorithm);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('base64') };
}

/** By header name. */
export const checksums: Record<string, () => RunningChecksum> = {
  'x-amz-checksum-crc32': crc32Checksum,
  'x-amz-checksum-crc32c': crc32cChecksum,
  'x-amz-checksum-crc64nvme': crc64Checksum,
  'x-amz-checksum-sha1': () => hashChecksum('sha1'),
  'x-amz-checksum-sha256': () => hashChecksum('sha256'),
};
