import { forgetKeptPages, historyEntry, knownEntry, pageKeeper } from './kept-pages.ts';

const pages = (id: string) => ({ items: [{ id }], cursor: undefined, scrollY: 40 });

describe('pageKeeper', () => {
  it('recalls a list by the entry that showed it', () => {
    const keeper = pageKeeper<{ id: string }>();
    keeper.keep('a', pages('one'));
    keeper.keep('a', pages('two'));
    expect(keeper.recall('a')).toEqual(pages('two'));
    expect(keeper.recall('b')).toBeUndefined();
  });

  it('lets go of the oldest, and of everything when somebody signs out', () => {
    const keeper = pageKeeper<{ id: string }>();
    for (let number = 0; number <= 10; number += 1) keeper.keep(`entry-${number}`, pages('x'));
    expect(keeper.recall('entry-0')).toBeUndefined();
    expect(keeper.recall('entry-1')).toBeDefined();
    forgetKeptPages();
    expect(keeper.recall('entry-10')).toBeUndefined();
  });
});

describe('historyEntry', () => {
  it.each([
    ['new', null],
    ['kept for something else', { trail: 'of a photo' }],
  ])('names an entry once that is %s', (_, state: unknown) => {
    const history = {
      state,
      replaceState(next: unknown) {
        history.state = next;
      },
    };
    expect(knownEntry(history)).toBeUndefined();
    const entry = historyEntry(history);
    expect(historyEntry(history)).toBe(entry);
    expect(knownEntry(history)).toBe(entry);
    expect(history.state).toEqual({ ...Object(state), entry });
  });
});
