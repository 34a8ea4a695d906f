/** Chromaticities of red, green, blue and white, x before y. */
export type Primaries = readonly [number, number, number, number, number, number, number, number];

const d65 = [0.3127, 0.329] as const;
export const srgbPrimaries: Primaries = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, ...d65];

/** By the numbers of ITU-T H.273, table 2. */
const primaries: Record<number, Primaries> = {
  1: srgbPrimaries,
  4: [0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.31, 0.316],
  5: [0.64, 0.33, 0.29, 0.6, 0.15, 0.06, ...d65],
  6: [0.63, 0.34, 0.31, 0.595, 0.155, 0.07, ...d65],
  7: [0.63, 0.34, 0.31, 0.595, 0.155, 0.07, ...d65],
  9: [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, ...d65],
  11: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351],
  12: [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, ...d65],
};

/** What a stored value from 0 to 1 means as light, where 1 is white. */
export type Curve = (stored: number) => number;

export const srgbCurve: Curve = (stored) =>
  stored <= 0.04045 ? stored / 12.92 : ((stored + 0.055) / 1.055) ** 2.4;

/** What high dynamic range calls white (ITU-R BT.2408): what is brighter than it is shown as white. */
const whiteNits = 203;

/** SMPTE ST 2084. */
function pqCurve(stored: number): number {
  const power = stored ** (1 / 78.84375);
  const light = (Math.max(0, power - 0.8359375) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125);
  return Math.min(1, (light * 10_000) / whiteNits);
}

/** ARIB STD-B67, on a display of 1,000 nits. */
function hlgCurve(stored: number): number {
  const scene =
    stored <= 0.5 ? stored ** 2 / 3 : (Math.exp((stored - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  return Math.min(1, (scene ** 1.2 * 1000) / whiteNits);
}

/** By the numbers of ITU-T H.273, table 3. Those of video are shown as sRGB, as browsers show them. */
const curves: Record<number, Curve> = {
  4: (stored) => stored ** 2.2,
  5: (stored) => stored ** 2.8,
  8: (stored) => stored,
  16: pqCurve,
  18: hlgCurve,
};

/** @returns nothing when the numbers mean sRGB, or nothing that is known */
export function coloursOf(numbers: {
  primaries: number;
  transfer: number;
}): { primaries: Primaries; curve: Curve } | undefined {
  const known = primaries[numbers.primaries] ?? srgbPrimaries;
  const curve = curves[numbers.transfer] ?? srgbCurve;
  return known === srgbPrimaries && curve === srgbCurve ? undefined : { primaries: known, curve };
}
