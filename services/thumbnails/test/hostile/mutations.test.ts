import { isWhole } from '@shutterbus/testing/sample';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { filesToMutate } from './files-to-mutate.ts';
import { mutated, tryMutations } from './mutate.ts';

const count = isWhole ? 200 : 40;

describe('random mutations of valid files', () => {
  it(`end in renditions or in a rejection, each of ${count}`, async () => {
    const { outcomes, failures } = await tryMutations(sharpPictures(), await filesToMutate(), {
      count,
      firstSeed: 1,
    });
    expect(failures).toEqual([]);
    // Both ends are reached, or the mutations would be too harmless or too coarse to say anything.
    expect(outcomes.renditions).toBeGreaterThan(count / 10);
    expect(outcomes.unreadable).toBeGreaterThan(count / 10);
  });

  it('are the same for the same seed', async () => {
    const [file] = await filesToMutate();
    const bytes = file?.bytes ?? new Uint8Array();
    expect(mutated(bytes, 7).equals(mutated(bytes, 7))).toBe(true);
    expect(mutated(bytes, 7).equals(mutated(bytes, 8))).toBe(false);
  });
});
