import { dominantColour } from './dominant-colour.ts';

const repeated = (pixel: number[], times: number): number[] => Array(times).fill(pixel).flat();
const pixels = (...parts: number[][]): Uint8Array => Uint8Array.from(parts.flat());

describe('dominantColour', () => {
  it('names the colour of most pixels, not the mean of all', () => {
    const data = pixels(repeated([200, 10, 10], 3), repeated([10, 10, 200], 2));
    expect(dominantColour({ data, channels: 3 })).toBe('#c80a0a');
  });

  it('takes colours close by for one, and tells their mean', () => {
    const data = pixels([0x40, 0x40, 0x40], [0x44, 0x42, 0x40], [0xf0, 0, 0]);
    expect(dominantColour({ data, channels: 3 })).toBe('#424140');
  });

  it('leaves out what is transparent', () => {
    const data = pixels(repeated([200, 10, 10, 0], 3), [10, 10, 200, 255]);
    expect(dominantColour({ data, channels: 4 })).toBe('#0a0ac8');
    expect(dominantColour({ data: pixels([9, 9, 9, 0]), channels: 4 })).toBe('#000000');
  });

  it('reads grey, with and without transparency', () => {
    expect(dominantColour({ data: pixels([128], [128], [0]), channels: 1 })).toBe('#808080');
    expect(dominantColour({ data: pixels([128, 255], [0, 0], [0, 0]), channels: 2 })).toBe('#808080');
  });
});
