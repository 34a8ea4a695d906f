import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type S3Port, serveS3WithBuckets } from '../../../test/s3-port.ts';

let port: S3Port;
beforeAll(async () => {
  port = await serveS3WithBuckets();
});
afterAll(() => port.end());

describe('lists', () => {
  beforeAll(async () => {
    await port.makeBucket('list');
    for (const key of ['a.txt', 'p/1', 'p/2', 'p/q/3', 'r/4', 'z & <y>']) await port.put('list', key);
  });
  const list = (more = {}) => port.client.send(new ListObjectsV2Command({ Bucket: 'list', ...more }));
  const keys = (answer: Awaited<ReturnType<typeof list>>) => answer.Contents?.map((entry) => entry.Key) ?? [];

  it('gives keys by prefix, and groups by delimiter', async () => {
    expect(keys(await list())).toEqual(['a.txt', 'p/1', 'p/2', 'p/q/3', 'r/4', 'z & <y>']);
    expect(keys(await list({ Prefix: 'p/' }))).toEqual(['p/1', 'p/2', 'p/q/3']);
    const grouped = await list({ Delimiter: '/' });
    expect(keys(grouped)).toEqual(['a.txt', 'z & <y>']);
    expect(grouped.CommonPrefixes).toEqual([{ Prefix: 'p/' }, { Prefix: 'r/' }]);
    expect((await list({ Prefix: 'p/', Delimiter: '/' })).CommonPrefixes).toEqual([{ Prefix: 'p/q/' }]);
    expect(keys(await list({ StartAfter: 'p/2' }))).toEqual(['p/q/3', 'r/4', 'z & <y>']);
  });

  it.each([1, 2, 3])('pages by %d with a delimiter', async (MaxKeys) => {
    const seen: unknown[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ MaxKeys, Delimiter: '/', ContinuationToken });
      expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
      seen.push(...keys(page), ...(page.CommonPrefixes ?? []).map((one) => one.Prefix));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(seen.sort()).toEqual(['a.txt', 'p/', 'r/', 'z & <y>']);
  });
});
