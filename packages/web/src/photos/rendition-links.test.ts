import type { Links } from '../api/thumbnails.ts';
import { renditionLinks } from './rendition-links.ts';

const at = Date.parse('2026-11-21T10:00:00.000Z');

function setUp(missing: string[] = []) {
  let now = at;
  const asked: string[][] = [];
  const links = renditionLinks({
    nowMs: () => now,
    async fetchLinks(ids): Promise<Links> {
      asked.push(ids);
      const photos = ids
        .filter((id) => !missing.includes(id))
        .map((id) => ({
          id,
          renditions: [
            {
              name: 'w320',
              kind: 'whole',
              widthPx: 320,
              heightPx: 240,
              url: `https://s3.example/${id}?${now}`,
            },
          ],
        }));
      return { expiresAt: new Date(now + 300_000).toISOString(), photos };
    },
  });
  return {
    links,
    asked,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

describe('renditionLinks', () => {
  it('asks once for what is wanted at the same moment', async () => {
    const { links, asked } = setUp();
    const [a, , again] = await Promise.all([links.linksOf('A'), links.linksOf('B'), links.linksOf('A')]);
    expect(asked).toEqual([['A', 'B']]);
    expect(again).toBe(a);
  });

  it('keeps a request within fifty ids', async () => {
    const { links, asked } = setUp();
    await Promise.all(Array.from({ length: 70 }, (_, index) => links.linksOf(`P${index}`)));
    expect(asked.map((ids) => ids.length)).toEqual([50, 20]);
  });

  it('hands out a valid link again and renews one that is about to end', async () => {
    const { links, asked, wait } = setUp();
    await links.linksOf('A');
    wait(200_000);
    await links.linksOf('A');
    expect(asked).toHaveLength(1);
    wait(90_000);
    await links.linksOf('A');
    expect(asked).toHaveLength(2);
  });

  it('has nothing for a photo that the service leaves out, and asks again next time', async () => {
    const { links, asked } = setUp(['A']);
    expect(await links.linksOf('A')).toEqual([]);
    await links.linksOf('A');
    expect(asked).toHaveLength(2);
  });

  it('tells everybody who waits of a failure', async () => {
    const links = renditionLinks({
      nowMs: () => at,
      fetchLinks: async () => Promise.reject(new Error('no connection')),
    });
    const results = await Promise.allSettled([links.linksOf('A'), links.linksOf('B')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
