/** Reads numbers of any length out of bytes, the highest bit first. Beyond the end it throws a RangeError. */
export function bitReader(bytes: Uint8Array) {
  let at = 0;
  function read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left -= 1, at += 1) {
      const byte = bytes[at >> 3];
      if (byte === undefined) throw new RangeError('The data end here.');
      value = value * 2 + ((byte >> (7 - (at & 7))) & 1);
    }
    return value;
  }
  return { read, flag: (): boolean => read(1) === 1 };
}
