import type { Curve, Primaries } from './colour-numbers.ts';

/** Enough for a curve's dark end. */
const curvePoints = 4096;
/** White of every profile's connection space. */
const d50 = [0.9642, 1, 0.8249] as const;

/** Matrices of three rows. */
type Row = readonly [number, number, number];
type Matrix = readonly [Row, Row, Row];

/**
 * An ICC profile of three primaries and one curve, for colours that a file names by numbers only (ICC.1:2022, sections
 * 7 to 10).
 */
export function matrixProfile(primaries: Primaries, curve: Curve): Buffer {
  const [red, green, blue] = columns(times(adaptation(primaries), fromRgb(primaries)));
  const tags: [string, Buffer][] = [
    ['desc', unicode('Colours by numbers')],
    ['cprt', unicode('None')],
    ['wtpt', xyz(d50)],
    ['rXYZ', xyz(red)],
    ['gXYZ', xyz(green)],
    ['bXYZ', xyz(blue)],
    ['rTRC', curveTag(curve)],
  ];
  const head = Buffer.alloc(128);
  head.writeUInt32BE(0x04300000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  head.set(d50.flatMap(s15), 68);
  const shared = ['gTRC', 'bTRC'];
  const table = [Buffer.from(u32(tags.length + shared.length))];
  let offset = 128 + 4 + (tags.length + shared.length) * 12;
  for (const [name, body] of tags) {
    const names = name === 'rTRC' ? [name, ...shared] : [name];
    for (const each of names)
      table.push(Buffer.from([...Buffer.from(each, 'latin1'), ...u32(offset), ...u32(body.length)]));
    offset += body.length;
  }
  head.writeUInt32BE(offset, 0);
  return Buffer.concat([head, ...table, ...tags.map(([, body]) => body)]);
}

/** XYZ of a chromaticity as bright as white. */
const bright = (x: number, y: number): Row => [x / y, 1, (1 - x - y) / y];

/** From linear RGB to XYZ: the primaries, each as strong as it takes for white. */
function fromRgb([xr, yr, xg, yg, xb, yb, xw, yw]: Primaries): Matrix {
  const unscaled = columns([bright(xr, yr), bright(xg, yg), bright(xb, yb)]);
  const strengths = apply(inverse(unscaled), bright(xw, yw));
  return unscaled.map((row) =>
    row.map((value, index) => value * (strengths[index] ?? 0)),
  ) as unknown as Matrix;
}

/** Bradford's matrix, as the standard wants it for white that is not D50. */
const cones: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

function adaptation([, , , , , , xw, yw]: Primaries): Matrix {
  const [from, to] = [apply(cones, bright(xw, yw)), apply(cones, d50)];
  const scale: Matrix = [
    [to[0] / from[0], 0, 0],
    [0, to[1] / from[1], 0],
    [0, 0, to[2] / from[2]],
  ];
  return times(inverse(cones), times(scale, cones));
}

const columns = ([a, b, c]: Matrix): Matrix => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];

const apply = (matrix: Matrix, [x, y, z]: Row): Row =>
  matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as unknown as Row;

const times = (a: Matrix, b: Matrix): Matrix =>
  columns(columns(b).map((column) => apply(a, column)) as unknown as Matrix);

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const determinant = a * A + b * B + c * C;
  const adjugate: Matrix = [
    [A, c * h - b * i, b * f - c * e],
    [B, a * i - c * g, c * d - a * f],
    [C, b * g - a * h, a * e - b * d],
  ];
  return adjugate.map((row) => row.map((value) => value / determinant)) as unknown as Matrix;
}

const u32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];
const s15 = (value: number): number[] => u32(Math.round(value * 65_536));

/** Padded to a multiple of four. */
function tag(type: string, data: Uint8Array): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
}

const xyz = (value: Row): Buffer => tag('XYZ ', Buffer.from(value.flatMap(s15)));

function unicode(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf16le').swap16();
  return tag(
    'mluc',
    Buffer.concat([
      Buffer.from([...u32(1), ...u32(12), 0x65, 0x6e, 0x55, 0x53, ...u32(bytes.length), ...u32(28)]),
      bytes,
    ]),
  );
}

function curveTag(curve: Curve): Buffer {
  const data = Buffer.alloc(4 + curvePoints * 2);
  data.writeUInt32BE(curvePoints);
  for (let point = 0; point < curvePoints; point += 1)
    data.writeUInt16BE(Math.round(Math.min(1, curve(point / (curvePoints - 1))) * 65_535), 4 + point * 2);
  return tag('curv', data);
}
