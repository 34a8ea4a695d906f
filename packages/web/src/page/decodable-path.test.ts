import { decodablePath } from './decodable-path.ts';

describe('decodablePath', () => {
  it('leaves a path alone that can be decoded', () => {
    expect(decodablePath('/people/anna%20b')).toBe('/people/anna%20b');
  });

  it.each(['/photos/%', '/people/%E0%A4%A', '/%zz'])('makes %s one that can be decoded', (path) => {
    expect(decodeURIComponent(decodablePath(path))).toBe(path);
  });
});
