import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { filesToMutate } from './files-to-mutate.ts';
import { mutated, tryMutations } from './mutate.ts';

describe('random mutations of valid files', () => {
  it('end in renditions or in a rejection, each of 200', async () => {
    const { outcomes, failures } = await tryMutations(sharpPictures(), await filesToMutate(), {
      count: 200,
      firstSeed: 1,
    });
    expect(failures).toEqual([]);
    // Both ends are reached, or the mutations would be too harmless or too coarse to say anything.
    expect(outcomes.renditions).toBeGreaterThan(20);
    expect(outcomes.unreadable).toBeGreaterThan(20);
  });

  it('are the same for the same seed', async () => {
    const [file] = await filesToMutate();
    const bytes = file?.bytes ?? new Uint8Array();
    expect(mutated(bytes, 7).equals(mutated(bytes, 7))).toBe(true);
    expect(mutated(bytes, 7).equals(mutated(bytes, 8))).toBe(false);
  });
});
