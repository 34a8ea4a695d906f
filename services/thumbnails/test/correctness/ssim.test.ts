import { ssim as peer } from 'ssim.js';
import { seeded } from '../corpus/random.ts';
import { luma, type Plane, ssim } from './ssim.ts';

const edgePx = 64;
const plane = (value: (at: number) => number): Plane => ({
  data: Uint8Array.from({ length: edgePx * edgePx }, (_, at) => value(at)),
  widthPx: edgePx,
  heightPx: edgePx,
});
const pattern = plane((at) => (at * 37) % 200);

describe('ssim', () => {
  it('is 1 for the same picture, and less the more it differs', () => {
    const slightly = plane((at) => ((at * 37) % 200) + (at % 2));
    const clearly = plane((at) => ((at * 37) % 200) + (at % 2) * 40);
    expect(ssim(pattern, pattern)).toBe(1);
    expect(ssim(pattern, slightly)).toBeGreaterThan(ssim(pattern, clearly));
    expect(
      ssim(
        pattern,
        plane(() => 100),
      ),
    ).toBeLessThan(0.1);
  });

  /** The package checks itself against the authors' own program; it rounds no luma, and reduces nothing if told so. */
  it.each([2, 20, 90])('says what an independent implementation says, with noise of %d', (noise) => {
    const random = seeded(noise);
    const wave = (at: number): number => 120 + 60 * Math.sin(at / 5) * Math.cos(at / edgePx / 7);
    const a = rgba(() => wave(random.below(edgePx) / 9));
    const b = a.map((value, at) =>
      at % 4 === 3 ? 255 : Math.max(0, Math.min(255, value + random.below(noise) - noise / 2)),
    );
    const ours = ssim(planeOf(a), planeOf(b));
    const theirs = peer(imageOf(a), imageOf(b), {
      ssim: 'original',
      downsample: false,
      rgb2grayVersion: 'original',
    });
    expect(ours).toBeCloseTo(theirs.mssim, 3);
  });
});

const rgba = (value: (at: number) => number): Uint8ClampedArray =>
  Uint8ClampedArray.from({ length: edgePx * edgePx * 4 }, (_, at) => (at % 4 === 3 ? 255 : value(at)));
const planeOf = (data: Uint8ClampedArray): Plane => ({
  data: luma({ data: new Uint8Array(data), channels: 4 }),
  widthPx: edgePx,
  heightPx: edgePx,
});
const imageOf = (data: Uint8ClampedArray) => ({ data, width: edgePx, height: edgePx });
