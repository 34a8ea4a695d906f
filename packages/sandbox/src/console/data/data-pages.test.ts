import { Readable } from 'node:stream';
import { AwsError } from '../../core/aws-error.ts';
import { type Held, pageOf } from '../../core/held.ts';
import { type DataNeeds, makeDataPages } from './data-pages.ts';
import type { Store } from './stores.ts';

const stores: Store[] = [
  { kind: 'tables', name: 'shop-Bills', label: 'Bills', group: 'Shop' },
  { kind: 'buckets', name: 'shop-files', label: 'Files' },
];
const held = (title: string, change: Partial<Held> = {}): Held => ({
  ...{ title, notes: ['<3 bytes>'], content: { text: '<b>' } },
  ...change,
});
const asked: unknown[] = [];
const needs: DataNeeds = {
  stores: () => stores,
  held: {
    tables(name, from, sought) {
      asked.push([name, from, sought]);
      if (sought === 'wrong') throw new AwsError('ValidationException', 'no such key');
      return { held: [held('BILL#1')], next: '{"pk":"BILL#1"}' };
    },
    buckets: () => ({ held: [held('a/b.webp', { isPicture: true })] }),
    queues: () => ({ held: [] }),
    people: () => ({ held: [] }),
  },
  picture: (bucket, key) =>
    bucket === 'shop-files' && key === 'a/b.webp'
      ? { type: 'image/webp', body: () => Readable.from(['bytes']) }
      : undefined,
};
const pages = makeDataPages(needs);
const get = async (address: string) => {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  return pages.get(pathname, searchParams);
};
const text = async (address: string): Promise<string> => String((await get(address))?.body);

describe('makeDataPages', () => {
  it('lists what holds data, by kind', async () => {
    const list = await text('/_sandbox/data');
    expect(list).toMatch(/Tables.*Shop<\/span> <a href="\/_sandbox\/data\/tables\/shop-Bills">Bills/s);
    expect(list).not.toContain('Queues');
  });

  it('shows a page with everything escaped, and leads to the next with what was sought', async () => {
    const first = await text('/_sandbox/data/tables/shop-Bills?sought=BILL%231');
    expect(first).toContain('&lt;3 bytes&gt;');
    expect(first).toContain('&lt;b&gt;');
    const [, next = ''] = /rel="next" href="([^"]+)"/.exec(first) ?? [];
    expect(first).not.toContain('From the beginning');
    expect(await text(next.replaceAll('&amp;', '&'))).toContain('From the beginning');
    expect(asked).toEqual([
      ['shop-Bills', undefined, 'BILL#1'],
      ['shop-Bills', '{"pk":"BILL#1"}', 'BILL#1'],
    ]);
  });

  it('gives programs the same, and says what is wrong with what was asked', async () => {
    expect(JSON.parse(await text('/_sandbox/v1/data/tables/shop-Bills'))).toMatchObject({
      ...{ version: 1, held: [{ title: 'BILL#1' }], next: '{"pk":"BILL#1"}' },
    });
    expect(await get('/_sandbox/data/tables/shop-Bills?sought=wrong')).toMatchObject({
      ...{ status: 400, body: 'no such key\n' },
    });
    expect(await get('/_sandbox/data/tables/other')).toBeUndefined();
    expect(await get('/_sandbox/data/buckets/shop-Bills')).toBeUndefined();
  });

  it('shows the picture that an object is, in a document that can do nothing', async () => {
    const bucket = await text('/_sandbox/data/buckets/shop-files');
    expect(bucket).toContain('src="/_sandbox/data/buckets/shop-files/picture?key=a%2Fb.webp"');
    const picture = await get('/_sandbox/data/buckets/shop-files/picture?key=a%2Fb.webp');
    expect(picture).toMatchObject({ type: 'image/webp', policy: expect.stringContaining('sandbox') });
    expect(await get('/_sandbox/data/buckets/shop-files/picture?key=other')).toBeUndefined();
  });
});

describe('pageOf', () => {
  it('cuts what is at hand into pages, and finds what is sought in all of it', () => {
    const all = Array.from({ length: 51 }, (_, index) => held(`m${index}`));
    const first = pageOf(all, undefined, undefined);
    expect([first.held.length, first.next]).toEqual([50, '50']);
    expect(pageOf(all, first.next, undefined)).toEqual({ held: [all[50]] });
    expect(pageOf(all, undefined, 'm50')).toEqual({ held: [all[50]] });
    expect(() => pageOf(all, '-1', undefined)).toThrow(RangeError);
  });
});
