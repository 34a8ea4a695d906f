import { descriptionMaxLength } from '../limits.ts';
import { publicHint, withWords } from './words-for-all.ts';

describe('withWords', () => {
  it.each([
    ['', ' #road ', '#road'],
    ['At home.\n', '#road', 'At home.\n#road'],
    ['On the #road', '#road', 'On the #road'],
    ['At home.', '  ', 'At home.'],
    ['On the #road.', '#road', 'On the #road.'],
    ['#seaside', '#sea', '#seaside\n#sea'],
    ['#seaside, #sea', '#sea', '#seaside, #sea'],
    ['#sea', 'sea', '#sea\nsea'],
    ['#m\u00fcnchen', '#m', '#m\u00fcnchen\n#m'],
    ['#sea\n#road', '#sea #road', '#sea\n#road\n#sea #road'],
  ])('of %j and %j is %j', (description, words, expected) => {
    expect(withWords(description, words)).toBe(expected);
  });

  it('leaves what has no room for them', () => {
    const full = 'x'.repeat(descriptionMaxLength - 3);
    expect(withWords(full, '#road')).toBe(full);
  });
});

describe('publicHint', () => {
  it('says what the switch shows', () => {
    expect(publicHint(0, 3)).toBe('Only you can see them.');
    expect(publicHint(2, 3)).toBe('2 of 3 are public.');
    expect(publicHint(3, 3)).toBe('Everybody can see them.');
  });
});
