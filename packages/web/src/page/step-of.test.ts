import { stepOfKey, stepOfSwipe } from './step-of.ts';

const key = (name: string, held = {}) => ({
  key: name,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  ...held,
});

describe('stepOfKey', () => {
  it('goes with the arrows', () => {
    expect(stepOfKey(key('ArrowLeft'))).toBe('previous');
    expect(stepOfKey(key('ArrowRight'))).toBe('next');
    expect(stepOfKey(key('ArrowDown'))).toBeUndefined();
  });

  it('is one step, however long the key is held', () => {
    expect(stepOfKey(key('ArrowRight', { repeat: true }))).toBeUndefined();
  });

  it.each(['altKey', 'ctrlKey', 'metaKey', 'shiftKey'])('leaves arrows with %s to the browser', (held) => {
    expect(stepOfKey(key('ArrowLeft', { [held]: true }))).toBeUndefined();
  });
});

describe('stepOfSwipe', () => {
  it.each([
    ['to the left', { rightPx: -120, downPx: 10, ms: 200 }, 'next'],
    ['to the right', { rightPx: 120, downPx: -10, ms: 200 }, 'previous'],
    ['a tremble', { rightPx: -20, downPx: 0, ms: 80 }, undefined],
    ['up and aside', { rightPx: -80, downPx: -90, ms: 200 }, undefined],
    ['a slow look', { rightPx: -200, downPx: 0, ms: 1500 }, undefined],
  ] as const)('%s', (_, way, expected) => {
    expect(stepOfSwipe(way)).toBe(expected);
  });
});
