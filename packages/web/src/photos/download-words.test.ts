import type { Download } from '../api/downloads.ts';
import { stateOf } from './download-words.ts';

describe('stateOf', () => {
  const download: Download = {
    ...{ id: '01KAJ7Q2M8Z4X6T0V5R3N1B9CF', parts: [], createdAt: '2026-11-23T18:00:00.000Z' },
    ...{ status: 'packing', photos: 0, sizeBytes: 0 },
  };
  const packed = { photos: 312, sizeBytes: 1_610_612_736 };

  it.each([
    [download, 'Your photos are being packed.'],
    [{ ...download, ...packed }, 'Your photos are being packed: 312 photos, 1.5 GB so far.'],
    [{ ...download, ...packed, status: 'expired' }, 'Its time is over, and its files are gone.'],
    [{ ...download, status: 'failed' }, 'These photos could not be packed. Ask for them again.'],
    [{ ...download, status: 'of-tomorrow' }, 'These photos could not be packed. Ask for them again.'],
  ])('says how a download stands', (one, words) => {
    expect(stateOf(one)).toBe(words);
  });

  it('says until when it is ready, in the reader’s own time', () => {
    const until = new Date(2026, 10, 23, 18, 20).toISOString();
    expect(stateOf({ ...download, ...packed, status: 'ready', until })).toMatch(
      /^312 photos, 1\.5 GB, ready until Monday.* 6:20\sPM\.$/,
    );
  });
});
