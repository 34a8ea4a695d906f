import { handleField } from '@shutterbus/contracts/fields';
import { handleNear } from './handle.ts';

describe('handleNear', () => {
  it.each([
    ['anna', 'anna-x7q2'],
    ['a-very-long-handle-x', 'a-very-long-han-x7q2'],
    ['abcdefghijklmn-pqrst', 'abcdefghijklmn-x7q2'],
    ['admin', 'user-x7q2'],
    ['Not a handle', 'user-x7q2'],
    [undefined, 'user-x7q2'],
  ])('makes a valid handle of %p', (wished, expected) => {
    const handle = handleNear(wished, 'X7Q2');
    expect(handle).toBe(expected);
    expect(handleField.safeParse(handle).success).toBe(true);
  });
});
