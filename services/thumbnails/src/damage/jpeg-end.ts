/** Whether a JPEG ends where picture data should go on: without the marker of its end, or of anything else. */
export function endsInScan(file: Uint8Array): boolean {
  let isInScan = false;
  for (let at = 2; at + 1 < file.length; ) {
    if (isInScan) {
      at = nextMarker(file, at);
      if (at + 1 >= file.length) return true;
    }
    const marker = file[at + 1] ?? 0;
    if (file[at] !== 0xff || marker === 0xd9) return false;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    at += 2 + (((file[at + 2] ?? 0) << 8) | (file[at + 3] ?? 0));
    isInScan = marker === 0xda;
  }
  return isInScan;
}

/** Of a scan's data: neither a stuffed zero nor a restart. */
function nextMarker(file: Uint8Array, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return file.length;
}

const endOfImage = Buffer.from([0xff, 0xd9]);

/** The file with so many bytes of data behind it that mean something else than nothing. */
export function withOtherData(file: Uint8Array, other: Uint8Array): Buffer {
  const whole = file.at(-1) === 0xff ? file.subarray(0, -1) : file;
  return Buffer.concat([whole, other.map((byte) => (byte === 0xff ? 0xfe : byte)), endOfImage]);
}
