import { pictureNotes } from './picture-notes.ts';

describe('pictureNotes', () => {
  it('has nothing to say of a picture that is all that its file held', () => {
    expect(pictureNotes(undefined)).toEqual([]);
    expect(pictureNotes({})).toEqual([]);
  });

  it.each([
    [{}, /what could be read/],
    [{ missingShare: 0 }, /nothing that can be seen is missing/],
    [{ missingShare: 0.004 }, /nothing that can be seen is missing/],
    [{ missingShare: 0.005 }, /about 1 %/],
    [{ missingShare: 0.318 }, /about 32 %/],
  ])('says how much is missing of a damaged one: %j', (damaged, sentence) => {
    expect(pictureNotes({ damaged })).toEqual([expect.stringMatching(sentence)]);
  });

  it('says that a picture moves and how much of that is not shown', () => {
    expect(pictureNotes({ motionDropped: {} })).toEqual(['It moves; only its first picture can be shown.']);
    expect(pictureNotes({ motionDropped: { frames: 12 }, damaged: {} })).toEqual([
      expect.stringMatching(/damaged/),
      'It moves; only the first of its 12 pictures can be shown.',
    ]);
  });
});
