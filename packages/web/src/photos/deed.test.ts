import { toldOf } from './deed.ts';

describe('toldOf', () => {
  it.each([
    ['publish', 2, 0, '2 photos are public now.'],
    ['delete', 1, 2, '1 photo is deleted now. 2 photos could not be deleted.'],
    ['hide', 0, 1, '1 photo could not be made private.'],
    ['delete', 0, 0, ''],
  ] as const)('%s: %d done, %d failed', (deed, done, failed, expected) => {
    expect(toldOf(deed, done, failed)).toBe(expected);
  });
});
