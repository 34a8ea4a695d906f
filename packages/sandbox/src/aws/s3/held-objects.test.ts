import { DatabaseSync } from 'node:sqlite';
import { makeBucketStore } from './bucket-store.ts';
import { readObjects, typeOfPicture } from './held-objects.ts';
import { makeObjectStore } from './object-store.ts';

describe('readObjects', () => {
  it('gives objects by key, a page at a time, and those whose keys begin with what is sought', async () => {
    const db = new DatabaseSync(':memory:');
    const bucket = makeBucketStore(db, () => 0).save('files', {});
    const objects = makeObjectStore(db, () => 0);
    const data = { ...{ sizeBytes: 3, etag: 'e', file: 'f', checksums: {}, tags: {} }, headers: {} };
    for (let n = 10; n < 62; n++) objects.insert(bucket, `a/${n}`, data);
    objects.insert(bucket, 'b/1', { ...data, headers: { 'content-type': 'image/webp' } });
    const read = readObjects(objects);
    const titles = async (from?: string, sought?: string) => {
      const { held, next } = await read('files', from, sought);
      return { first: held[0]?.title, count: held.length, next };
    };
    expect(await titles()).toEqual({ first: 'a/10', count: 50, next: 'a/59' });
    expect(await titles('a/59')).toEqual({ first: 'a/60', count: 3, next: undefined });
    expect(await titles('a/59', 'a/')).toEqual({ first: 'a/60', count: 2, next: undefined });
    expect(await titles(undefined, 'b/')).toEqual({ first: 'b/1', count: 1, next: undefined });
    expect((await read('files', undefined, 'b/')).held[0]?.isPicture).toBe(true);
  });
});

describe('typeOfPicture', () => {
  it('takes none that could run', () => {
    const of = (type: string) => typeOfPicture({ headers: { 'content-type': type } });
    expect(of('image/png')).toBe('image/png');
    expect(of('image/svg+xml')).toBeUndefined();
    expect(of('image/png, text/html')).toBeUndefined();
  });
});
