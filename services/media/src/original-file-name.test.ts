import { originalFileName } from './original-file-name.ts';

const named = (title: string) => originalFileName({ title, contentType: 'image/png' });

describe('originalFileName', () => {
  it('keeps what is safe in a header', () => {
    expect(named('First snow')).toBe('First-snow.png');
    expect(named('Café "à la\r\nX-Evil: 1"; ../../etc')).toBe('Cafe-a-la-X-Evil-1-etc.png');
    expect(named('雪')).toBe('photo.png');
    expect(named('a'.repeat(100))).toBe(`${'a'.repeat(60)}.png`);
  });
});
