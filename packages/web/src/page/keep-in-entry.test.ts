import { keepInEntry } from './keep-in-entry.ts';

describe('keepInEntry', () => {
  it('keeps it beside what is there', () => {
    const replaceState = jest.fn();
    keepInEntry({ entry: 'one' }, { state: { trail: 'of a photo' }, replaceState });
    expect(replaceState).toHaveBeenCalledWith({ trail: 'of a photo', entry: 'one' }, '');
  });

  it('goes on where the browser refuses it', () => {
    const replaceState = () => {
      throw new DOMException('Too many calls', 'SecurityError');
    };
    expect(() => keepInEntry({ entry: 'one' }, { state: null, replaceState })).not.toThrow();
  });
});
