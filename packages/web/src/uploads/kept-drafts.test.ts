import { keptDrafts } from './kept-drafts.ts';
import type { Upload } from './upload-queue.ts';

function storage() {
  let kept: string | undefined;
  return {
    get: () => kept,
    set(value: string | undefined) {
      kept = value;
    },
  };
}

const file = (name: string) => new File(['12345678'], name);
const words = { title: 'First snow', description: '#winter', isPublic: true };
const upload = (name: string, changes: Partial<Upload> = {}): Upload => ({
  ...{
    id: name,
    requestKey: name,
    state: 'draft',
    sentBytes: 0,
    isSlow: false,
    firstTitle: name,
    contentType: 'image/jpeg',
  },
  ...{ file: file(name), ...words },
  ...changes,
});

/** As a reload leaves it: the same storage, everything else new. */
function reloaded(entry: ReturnType<typeof storage>, person = 'anna') {
  const drafts = keptDrafts(entry);
  drafts.begin(person);
  return drafts;
}

describe('keptDrafts', () => {
  it('gives back what was written for a file that is chosen again, once', () => {
    const entry = storage();
    reloaded(entry).keep([upload('a.jpg'), upload('b.jpg')]);
    const drafts = reloaded(entry);
    expect(drafts.missing().map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg']);
    expect(drafts.wordsFor(file('a.jpg'))).toEqual(words);
    expect(drafts.wordsFor(file('a.jpg'))).toBeUndefined();
    expect(drafts.wordsFor(new File(['another picture'], 'b.jpg'))).toBeUndefined();
    expect(drafts.missing().map(({ name }) => name)).toEqual(['b.jpg']);
  });

  it('keeps what waits for its file through another reload, beside what was chosen since', () => {
    const entry = storage();
    reloaded(entry).keep([upload('a.jpg')]);
    reloaded(entry).keep([upload('c.jpg')]);
    expect(
      reloaded(entry)
        .missing()
        .map(({ name }) => name),
    ).toEqual(['a.jpg', 'c.jpg']);
  });

  it('keeps what has not arrived, and nothing of what has', () => {
    const entry = storage();
    const states = ['draft', 'waiting', 'sending', 'failed', 'processing', 'ready', 'rejected'] as const;
    reloaded(entry).keep(states.map((state) => upload(state, { state })));
    expect(
      reloaded(entry)
        .missing()
        .map(({ name }) => name),
    ).toEqual(['draft', 'waiting', 'sending', 'failed']);
    reloaded(entry).forget();
    expect(entry.get()).toBeUndefined();
  });

  it('is one person’s own', () => {
    const entry = storage();
    const drafts = reloaded(entry);
    expect(drafts.begin('anna')).toBe(false);
    drafts.keep([upload('a.jpg')]);
    expect(drafts.begin('ben')).toBe(true);
    expect(drafts.missing()).toEqual([]);
    expect(reloaded(entry).missing()).toEqual([]);
  });

  it.each(['', 'no JSON', 'null', '{"owner":"anna"}', '{"owner":"anna","drafts":[null,{"name":"a.jpg"}]}'])(
    'reads nothing of %j',
    (text) => {
      const entry = storage();
      entry.set(text);
      expect(reloaded(entry).missing()).toEqual([]);
    },
  );
});
