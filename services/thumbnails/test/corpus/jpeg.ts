/** Surgery on JPEG files: segments put in, dimensions changed, scans repeated. https://www.w3.org/Graphics/JPEG/itu-t81.pdf */

const startOfScan = 0xda;
/** Frame headers of baseline and progressive files. */
const frameHeaders = [0xc0, 0xc1, 0xc2];

interface Segment {
  marker: number;
  start: number;
  end: number;
}

/** Segments up to and including the first scan's header. */
function segmentsOf(jpeg: Buffer): Segment[] {
  const segments: Segment[] = [];
  for (let start = 2; ; ) {
    const marker = jpeg.readUInt8(start + 1);
    const end = start + 2 + jpeg.readUInt16BE(start + 2);
    segments.push({ marker, start, end });
    if (marker === startOfScan) return segments;
    start = end;
  }
}

function segment(jpeg: Buffer, markers: readonly number[]): Segment {
  const found = segmentsOf(jpeg).find(({ marker }) => markers.includes(marker));
  if (!found) throw new Error('not a JPEG that this can work on');
  return found;
}

/** Says other dimensions than its data has. */
export function withDimensions(jpeg: Buffer, widthPx: number, heightPx: number): Buffer {
  const changed = Buffer.from(jpeg);
  const { start } = segment(jpeg, frameHeaders);
  changed.writeUInt16BE(heightPx, start + 5);
  changed.writeUInt16BE(widthPx, start + 7);
  return changed;
}

/** An application segment (0xE0 to 0xEF) before all others. */
export function withSegment(jpeg: Buffer, marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

/** The profile in as many segments as it takes. */
export function withProfile(jpeg: Buffer, profile: Uint8Array): Buffer {
  const partBytes = 65_000;
  const count = Math.ceil(profile.length / partBytes);
  let changed = jpeg;
  for (let part = count; part >= 1; part -= 1) {
    const data = profile.subarray((part - 1) * partBytes, part * partBytes);
    const head = Buffer.from([...Buffer.from('ICC_PROFILE\0', 'latin1'), part, count]);
    changed = withSegment(changed, 0xe2, Buffer.concat([head, data]));
  }
  return changed;
}

/** The last scan of a progressive file, again and again: each costs a walk over the whole picture. */
export function withRepeatedScan(jpeg: Buffer, times: number): Buffer {
  const start = jpeg.lastIndexOf(Buffer.from([0xff, startOfScan]));
  const end = jpeg.length - 2;
  const scans = Array<Buffer>(times).fill(jpeg.subarray(start, end));
  return Buffer.concat([jpeg.subarray(0, end), ...scans, jpeg.subarray(end)]);
}
