import type { PhotoDetail } from '../api/media.ts';
import { takeFiles } from './take-files.ts';

const gif = (name: string): File => new File(['GIF89a\x08\0\x08\0'], name);
const notes = new File(['some words'], 'notes.txt');
const old: PhotoDetail = {
  id: 'old-photo',
  title: 'First snow',
  description: 'On the way.',
  visibility: 'public',
  status: 'ready',
  owner: { id: 'owner', handle: 'anna', displayName: 'Anna' },
  contentType: 'image/jpeg',
  ...{ likes: 0, comments: 0, tags: [] },
  renditions: [],
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
};

describe('takeFiles', () => {
  it('parts what can be taken from the rest, in the order given', async () => {
    const [first, second] = [gif('one.gif'), gif('two.jpg')];
    const { taken, refused } = await takeFiles([first, notes, second], undefined);
    expect(taken).toEqual([
      { file: first, contentType: 'image/gif', title: 'one' },
      { file: second, contentType: 'image/gif', title: 'two' },
    ]);
    expect(refused).toEqual([{ name: 'notes.txt', reason: expect.stringMatching(/no picture/) }]);
  });

  it('gives one file the words and the place of the photo that it replaces', async () => {
    const { taken, refused } = await takeFiles([notes, gif('one.gif'), gif('two.gif')], old);
    expect(taken).toMatchObject([
      { title: 'First snow', description: 'On the way.', isPublic: true, replaces: 'old-photo' },
    ]);
    expect(refused).toEqual([
      { name: 'notes.txt', reason: expect.any(String) },
      { name: 'two.gif', reason: expect.stringMatching(/Only one/) },
    ]);
  });
});
