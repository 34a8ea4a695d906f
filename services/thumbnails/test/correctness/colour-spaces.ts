import type { Primaries } from '../../src/formats/colour-numbers.ts';
import type { Rgb } from '../corpus/chart.ts';

type Matrix = readonly [Rgb, Rgb, Rgb];

export interface Space {
  primaries: Primaries;
  gamma: number;
  /** From XYZ with white at D50, as Bruce Lindbloom has published it (http://www.brucelindbloom.com/, RGB/XYZ matrices). */
  fromXyz: Matrix;
}

/** From linear sRGB to XYZ with white at D50, of the same source. */
const toXyz: Matrix = [
  [0.4360747, 0.3850649, 0.1430804],
  [0.2225045, 0.7168786, 0.0606169],
  [0.0139322, 0.0971045, 0.7141733],
];
const srgbFromXyz: Matrix = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];
const d65 = [0.3127, 0.329] as const;
/** The curve of sRGB, which is no power. */
const srgb = 0;

export const spaces = {
  adobe: {
    primaries: [0.64, 0.33, 0.21, 0.71, 0.15, 0.06, ...d65],
    gamma: 2.19921875,
    fromXyz: [
      [1.9624274, -0.6105343, -0.3413404],
      [-0.9787684, 1.9161415, 0.033454],
      [0.0286869, -0.1406752, 1.3487655],
    ],
  },
  proPhoto: {
    primaries: [0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001, 0.3457, 0.3585],
    gamma: 1.8,
    fromXyz: [
      [1.3459433, -0.2556075, -0.0511118],
      [-0.5445989, 1.5081673, 0.0205351],
      [0, 0, 1.2118128],
    ],
  },
  p3: {
    primaries: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, ...d65],
    gamma: srgb,
    fromXyz: [
      [2.403984, -0.9899069, -0.3976415],
      [-0.8422229, 1.7988437, 0.0160354],
      [0.0482059, -0.0974068, 1.2740049],
    ],
  },
  bt2020: {
    primaries: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, ...d65],
    gamma: srgb,
    fromXyz: [
      [1.6473376, -0.3935676, -0.2359961],
      [-0.6826036, 1.6475887, 0.012819],
      [0.0296524, -0.0628993, 1.2531279],
    ],
  },
  gamma18: { primaries: [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, ...d65], gamma: 1.8, fromXyz: srgbFromXyz },
} satisfies Record<string, Space>;

const linear = (value: number): number =>
  value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
const stored = (light: number): number =>
  light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;

/** The numbers of a colour of sRGB in another space. */
export function toSpace(colour: Rgb, { gamma, fromXyz }: Space): Rgb {
  const xyz = times(toXyz, colour.map(linear) as unknown as Rgb);
  return times(fromXyz, xyz).map((light) => {
    const bounded = Math.min(1, Math.max(0, light));
    return Math.round(255 * (gamma === srgb ? stored(bounded) : bounded ** (1 / gamma)));
  }) as unknown as Rgb;
}

const times = (matrix: Matrix, [x, y, z]: Rgb): Rgb =>
  matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as unknown as Rgb;
