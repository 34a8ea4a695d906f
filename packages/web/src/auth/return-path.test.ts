import { returnPath, signInPath } from './return-path.ts';

describe('returnPath', () => {
  it.each(['/photos', '/photos/01KAJ7Q2M8Z4X6T0V5R3N1B9CD', '/people/anna?from=mail'])(
    'goes back to %s',
    (path) => {
      expect(returnPath(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    '',
    'https://evil.example/',
    '//evil.example',
    '//evil.example/photos',
    '/.//evil.example/photos',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/sign-in',
    '/join',
  ])('never leaves the site or turns in a circle: %j', (path) => {
    expect(returnPath(path)).toBe('/');
  });
});

describe('signInPath', () => {
  it('remembers where the visitor wanted to go', () => {
    const { searchParams } = new URL(signInPath('/people/anna?x=1'), 'https://here.invalid');
    expect(returnPath(searchParams.get('next') ?? '')).toBe('/people/anna?x=1');
  });
});
