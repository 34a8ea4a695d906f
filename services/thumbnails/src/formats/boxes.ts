/** A box of an ISO media file (ISO/IEC 14496-12, section 4.2); `start` and `end` are those of its contents. */
export interface Box {
  type: string;
  start: number;
  end: number;
}

/** Reads whole numbers, the highest byte first. Beyond the end it throws a RangeError. */
export function byteReader(bytes: Uint8Array, start = 0) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  /** @param size up to 8 bytes; none read as 0 */
  function uint(size: number): number {
    let value = 0;
    for (const end = at + size; at < end; at += 1) value = value * 256 + view.getUint8(at);
    return value;
  }
  function text(size: number): string {
    if (at + size > bytes.length) throw new RangeError('The data end here.');
    const found = String.fromCharCode(...bytes.subarray(at, at + size));
    at += size;
    return found;
  }
  return {
    uint,
    text,
    skip: (size: number): void => {
      at += size;
    },
    get at() {
      return at;
    },
  };
}

/**
 * The boxes that stand between two places, each within them.
 * @throws RangeError when one is larger than what is there
 */
export function boxesIn(bytes: Uint8Array, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end; ) {
    const read = byteReader(bytes, at);
    const short = read.uint(4);
    const type = read.text(4);
    const size = short === 1 ? read.uint(8) : short === 0 ? end - at : short;
    if (size < read.at - at || at + size > end) throw new RangeError(`A box ${type} of ${size} bytes.`);
    boxes.push({ type, start: read.at, end: at + size });
    at += size;
  }
  return boxes;
}
