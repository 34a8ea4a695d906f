import { bitReader } from './bits.ts';

interface Av1Sequence {
  /** The largest frame that may follow: what a decoder makes room for. */
  widthPx: number;
  heightPx: number;
  bitDepth: 8 | 10 | 12;
}

const sequenceHeader = 1;

/**
 * What the sequence headers in the data of an AV1 picture say, whatever the container around them claims: a file of two
 * kilobytes can ask for gigabytes. AV1 bitstream specification, sections 5.3 to 5.5.
 * @throws RangeError when the data end too soon
 */
export function av1Sequences(data: Uint8Array): Av1Sequence[] {
  const found: Av1Sequence[] = [];
  for (let at = 0; at < data.length; ) {
    const head = data[at] ?? 0;
    at += (head & 4) === 0 ? 1 : 2;
    let size = data.length - at;
    if ((head & 2) !== 0) {
      size = 0;
      for (let shift = 0; ; shift += 7, at += 1) {
        const byte = data[at];
        if (byte === undefined || shift > 28) throw new RangeError('The data end here.');
        size += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) break;
      }
      at += 1;
    }
    if (((head >> 3) & 15) === sequenceHeader) found.push(sequence(data.subarray(at, at + size)));
    at += size;
  }
  return found;
}

function sequence(bytes: Uint8Array): Av1Sequence {
  const { read, flag } = bitReader(bytes);
  const profile = read(3);
  read(1);
  const isReduced = flag();
  if (isReduced) read(5);
  else skipOperatingPoints(read, flag);
  const [widthBits, heightBits] = [read(4) + 1, read(4) + 1];
  const [widthPx, heightPx] = [read(widthBits) + 1, read(heightBits) + 1];
  if (!isReduced && flag()) read(7);
  read(3);
  if (!isReduced) skipTools(read, flag);
  read(3);
  const isHigh = flag();
  const isTwelve = isHigh && profile === 2 && flag();
  return { widthPx, heightPx, bitDepth: isTwelve ? 12 : isHigh ? 10 : 8 };
}

type Read = (count: number) => number;
type Flag = () => boolean;

function skipOperatingPoints(read: Read, flag: Flag): void {
  let delayBits = 0;
  if (flag()) {
    read(64);
    if (flag()) skipUvlc(read, flag);
    if (flag()) {
      delayBits = read(5) + 1;
      read(42);
    }
  }
  const hasDisplayDelay = flag();
  const points = read(5) + 1;
  for (let point = 0; point < points; point += 1) {
    read(12);
    if (read(5) > 7) read(1);
    if (delayBits > 0 && flag()) read(2 * delayBits + 1);
    if (hasDisplayDelay && flag()) read(4);
  }
}

function skipUvlc(read: Read, flag: Flag): void {
  let zeros = 0;
  while (!flag()) zeros += 1;
  if (zeros < 32) read(zeros);
}

function skipTools(read: Read, flag: Flag): void {
  read(4);
  const hasOrder = flag();
  if (hasOrder) read(2);
  const forcesScreenTools = flag() || flag();
  if (forcesScreenTools && !flag()) read(1);
  if (hasOrder) read(3);
}
