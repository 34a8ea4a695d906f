import { coloursOf, type Primaries, srgbPrimaries } from './colour-numbers.ts';
import { matrixProfile } from './matrix-profile.ts';

/** 1 / 2.2, times 100,000: what most programs write for sRGB. */
const usualGamma = 45_455;
/** As a viewer of the usual kind sees no difference. */
const tolerance = 0.02;

/**
 * The profile of colours that a PNG names by numbers: cICP before all others, gAMA and cHRM where there is neither a
 * profile nor sRGB (PNG, third edition, section 4.3). An embedded profile is the decoder's.
 * @param head chunks before the picture's data
 * @returns nothing for sRGB and for what the decoder reads itself
 */
export function pngProfile(head: Map<string, Buffer>): Buffer | undefined {
  const cicp = head.get('cICP');
  if (cicp && cicp.length >= 2) {
    const colours = coloursOf({ primaries: cicp.readUInt8(0), transfer: cicp.readUInt8(1) });
    return colours && matrixProfile(colours.primaries, colours.curve);
  }
  if (head.has('iCCP') || head.has('sRGB')) return undefined;
  const gamma = head.get('gAMA');
  const stored = gamma && gamma.length >= 4 ? gamma.readUInt32BE(0) : usualGamma;
  const primaries = chromaticities(head.get('cHRM'));
  const isUsual = Math.abs(stored / usualGamma - 1) < tolerance;
  if (stored === 0 || (isUsual && primaries === srgbPrimaries)) return undefined;
  return matrixProfile(primaries, (value) => value ** (100_000 / stored));
}

/** White stands before red, green and blue in the file. */
function chromaticities(data: Buffer | undefined): Primaries {
  if (!data || data.length < 32) return srgbPrimaries;
  const values = Array.from({ length: 8 }, (_, index) => data.readUInt32BE(index * 4) / 100_000);
  const found = [...values.slice(2), ...values.slice(0, 2)] as unknown as Primaries;
  const differs = found.some(
    (value, index) => Math.abs(value - (srgbPrimaries[index] ?? 0)) > tolerance / 10,
  );
  return differs && found.every((value) => value > 0 && value < 1) ? found : srgbPrimaries;
}
