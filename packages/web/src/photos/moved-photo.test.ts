import type { Photo } from '../api/media.ts';
import { movedPhoto } from './moved-photo.ts';

const photoIn = (folder: string): Photo => ({
  id: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD',
  title: 'First snow',
  description: '',
  visibility: 'public',
  status: 'ready',
  owner: { id: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11', handle: 'anna', displayName: 'Anna' },
  contentType: 'image/jpeg',
  ...{ likes: 0, comments: 0, tags: [] },
  renditions: [
    { name: 'w160', kind: 'whole', widthPx: 160, heightPx: 120, url: `/renditions/${folder}/w160.webp` },
  ],
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
});

/** Asks with these answers in turn, the last one again and again. */
function look(answers: (Photo | Error)[], signal = new AbortController().signal) {
  const waited: number[] = [];
  const ask = async () => {
    const answer =
      answers[Math.min(waited.length, answers.length) - 1] ?? new Error('asked before it waited');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const wait = async (ms: number) => {
    signal.throwIfAborted();
    waited.push(ms);
  };
  return { waited, found: movedPhoto(photoIn('old'), ask, signal, wait) };
}

describe('movedPhoto', () => {
  it('asks until the photo names other files', async () => {
    const { found, waited } = look([photoIn('old'), photoIn('old'), photoIn('new')]);
    expect(await found).toEqual(photoIn('new'));
    expect(waited).toEqual([0, 1_000, 3_000]);
  });

  it('gives up after half a minute', async () => {
    const { found, waited } = look([photoIn('old')]);
    expect(await found).toBeUndefined();
    expect(waited.reduce((sum, ms) => sum + ms)).toBe(32_000);
  });

  it('asks no more when nobody may see the photo', async () => {
    const { found, waited } = look([new Error('no such photo')]);
    await expect(found).rejects.toThrow('no such photo');
    expect(waited).toHaveLength(1);
  });

  it('stops when nobody looks any more', async () => {
    const { found } = look([photoIn('old')], AbortSignal.abort(new Error('gone')));
    await expect(found).rejects.toThrow('gone');
  });
});
