import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressed } from './compressed.ts';

const long = JSON.stringify({ title: 'Schnee 😀 '.repeat(200) });

describe('compressed', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
  ])('takes what %j likes best', (accepted, coding) => {
    const answer = compressed(long, accepted);
    expect(answer).toMatchObject({
      headers: { 'content-encoding': coding, vary: 'accept-encoding' },
      isBase64Encoded: true,
    });
    const bytes = Buffer.from(answer.body, 'base64');
    expect((coding === 'br' ? brotliDecompressSync : gunzipSync)(bytes).toString()).toBe(long);
    expect(bytes.length).toBeLessThan(long.length / 10);
  });

  it.each([undefined, '', 'identity', 'deflate', 'br;q=0, gzip;q=0', '*;q=0', 'gzip;q=none'])(
    'leaves the body to a caller that accepts %j',
    (accepted) => {
      expect(compressed(long, accepted)).toEqual({ headers: { vary: 'accept-encoding' }, body: long });
    },
  );

  it('leaves a short body as it is', () => {
    expect(compressed('{"a":1}', 'br')).toEqual({ headers: { vary: 'accept-encoding' }, body: '{"a":1}' });
  });
});
