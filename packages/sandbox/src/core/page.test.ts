import { AwsError } from './aws-error.ts';
import { pageOf } from './page.ts';

describe('pageOf', () => {
  it('goes through a list page by page', () => {
    const first = pageOf(['a', 'b', 'c'], 2, undefined);
    expect(first).toEqual({ items: ['a', 'b'], next: expect.any(String) });
    expect(pageOf(['a', 'b', 'c'], 2, first.next)).toEqual({ items: ['c'] });
  });

  it('refuses a token that it never gave, in the words of the service', () => {
    expect(() => pageOf([], 1, 'stray')).toThrow('Token is invalid.');
    expect(() => pageOf([], 1, 'stray', new AwsError('Odd', 'No.'))).toThrow('No.');
  });
});
