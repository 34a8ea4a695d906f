import type { Photo } from '../api/media.ts';
import { extended, neighbour, placeIn, readTrail, type Trail, without } from './trail.ts';

const trail: Trail = {
  list: { kind: 'feed', tag: 'snow' },
  from: '/tags/snow',
  label: '#snow',
  ids: ['a', 'b', 'c'],
  nextCursor: 'more',
};

describe('readTrail', () => {
  it('reads what was kept with an entry of the history, for a photo that stands in it', () => {
    const kept: unknown = JSON.parse(JSON.stringify({ entry: 'x', trail }));
    expect(readTrail(kept, 'b', undefined)).toEqual(trail);
    expect(readTrail(kept, 'elsewhere', undefined)).toBeUndefined();
  });

  it.each(['home', 'mine'] as const)('takes %s for nobody’s but its reader’s', (kind) => {
    const own = { trail: { ...trail, list: { kind, viewer: 'anna' } } };
    expect(readTrail(own, 'a', 'anna')?.list).toEqual({ kind, viewer: 'anna' });
    expect(readTrail(own, 'a', 'ben')).toBeUndefined();
    expect(readTrail(own, 'a', undefined)).toBeUndefined();
  });

  it.each([
    ['no state', null],
    ['a text', 'trail'],
    ['no list', { trail: { ...trail, list: undefined } }],
    ['another list', { trail: { ...trail, list: { kind: 'likes' } } }],
    ['ids that are none', { trail: { ...trail, ids: 'abc' } }],
    ['no address to go back to', { trail: { ...trail, from: 7 } }],
  ])('reads nothing of %s', (_, state: unknown) => {
    expect(readTrail(state, 'a', undefined)).toBeUndefined();
  });
});

describe('neighbour', () => {
  it.each([
    ['a', 'next', 'b'],
    ['b', 'previous', 'a'],
    ['a', 'previous', undefined],
    ['c', 'next', undefined],
    ['gone', 'next', undefined],
  ] as const)('of %s, %s, is %s', (id, direction, expected) => {
    expect(neighbour(trail, id, direction)).toBe(expected);
  });

  it('passes by what is gone', () => {
    expect(neighbour(without(trail, 'b'), 'a', 'next')).toBe('c');
  });
});

describe('placeIn', () => {
  it('says that more may follow', () => {
    expect(placeIn(trail, 'b')).toBe('2 of 3+');
  });
});

describe('extended', () => {
  const photo = (id: string) => ({ id }) as Photo;

  it('goes on where the list was left, each photo once, to its end', async () => {
    const asked: unknown[] = [];
    const longer = await extended(trail, async (...given) => {
      asked.push(given);
      return { items: [photo('c'), photo('d')] };
    });
    expect(asked).toEqual([[trail.list, 'more']]);
    expect(longer).toEqual({ ...trail, ids: ['a', 'b', 'c', 'd'], nextCursor: undefined });
    expect(placeIn(longer, 'd')).toBe('4 of 4');
  });

  it('asks for nothing after the end', async () => {
    const { nextCursor: _none, ...whole } = trail;
    await expect(extended(whole, () => Promise.reject(new Error('asked')))).resolves.toBe(whole);
  });
});
