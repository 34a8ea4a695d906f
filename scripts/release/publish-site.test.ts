import { reachableFromPage } from './publish-site.ts';

/** A web bucket: the page of today, a chunk that its script loads later, and what was left of the day before. */
const bucket: Record<string, string> = {
  'index.html': '<script src="/assets/index-A1.js"></script><link href="/assets/index-S1.css">',
  'assets/index-A1.js': 'import("./photo-B1.js")',
  'assets/photo-B1.js': 'export const page = 1;',
  'assets/index-S1.css': '@font-face{src:url(/assets/font-F1.woff2)}',
  'assets/font-F1.woff2': 'index-A0.js',
  'assets/index-A0.js': 'import("./photo-B0.js")',
  'assets/photo-B0.js': '',
  'favicon.svg': '',
};

describe('reachableFromPage', () => {
  it('finds what the page in the bucket needs, at once or later, and no more', async () => {
    const read: string[] = [];
    const reached = await reachableFromPage(Object.keys(bucket), async (name) => {
      read.push(name);
      return bucket[name] ?? '';
    });
    expect([...reached].sort()).toEqual([
      'assets/font-F1.woff2',
      'assets/index-A1.js',
      'assets/index-S1.css',
      'assets/photo-B1.js',
      'index.html',
    ]);
    expect(read).not.toContain('assets/font-F1.woff2');
  });

  it('finds nothing in an empty bucket', async () => {
    expect(await reachableFromPage([], async () => '')).toEqual(new Set());
  });
});
