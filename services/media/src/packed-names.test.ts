import fc from 'fast-check';
import { packedNames } from './packed-names.ts';

const photo = (title: string) => ({
  title,
  contentType: 'image/jpeg' as const,
  createdAt: '2026-11-21T10:00:00.000Z',
});

describe('packedNames', () => {
  it('keeps the words of every script, and counts what was there before, also where capitals differ', () => {
    const nameOf = packedNames(2);
    const titles = ['First snow', 'first SNOW', '初雪 ❄', '../../etc/passwd', 'CON', 'a:b\\c*?"<>|', '…'];
    expect(titles.map((title) => nameOf(photo(title)))).toEqual([
      'photos-2/2026-11-21 First snow.jpg',
      'photos-2/2026-11-21 first SNOW (2).jpg',
      'photos-2/2026-11-21 初雪.jpg',
      'photos-2/2026-11-21 etc passwd.jpg',
      'photos-2/2026-11-21 CON.jpg',
      'photos-2/2026-11-21 a b c.jpg',
      'photos-2/2026-11-21 photo.jpg',
    ]);
  });

  it('gives each photo a name of its own that leads nowhere else, whatever the titles', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 120 }), { maxLength: 20 }), (titles) => {
        const nameOf = packedNames(1);
        const names = titles.map((title) => nameOf(photo(title)));
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(titles.length);
        for (const name of names) expect(name).toMatch(/^photos-1\/2026-11-21 [^/\\:*?"<>|\p{C}]+\.jpg$/u);
      }),
    );
  });
});
