import { type PageTags, withTags } from './page-tags.ts';

/** As vite builds it. */
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="description" content="Shutterbus: share your photos." />
    <title>Shutterbus</title>
    <script src="/theme.js"></script>
  </head>
  <body><div id="app"></div></body>
</html>`;
const picture = {
  ...{ path: '/renditions/x/link-preview.jpg', widthPx: 1200, heightPx: 630, altText: 'A white street' },
};
const tags: PageTags = {
  ...{ kind: 'article', title: 'First snow', description: 'On the way.', path: '/photos/01K' },
  picture,
};
const origin = 'https://photos.example.com';
const made = (changes: Partial<PageTags> = {}) => withTags(page, { ...tags, ...changes }, origin);
const contents = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)"/g)].map(([, key, value]) => [
      key,
      value,
    ]),
  );

describe('withTags', () => {
  it('says what is there, with whole addresses and the picture as it is', () => {
    const html = made();
    expect(contents(html)).toEqual({
      description: 'On the way.',
      'og:site_name': 'Shutterbus',
      'og:type': 'article',
      'og:title': 'First snow',
      'og:description': 'On the way.',
      'og:url': 'https://photos.example.com/photos/01K',
      'og:image': 'https://photos.example.com/renditions/x/link-preview.jpg',
      'og:image:type': 'image/jpeg',
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': 'A white street',
      'twitter:card': 'summary_large_image',
      'twitter:image:alt': 'A white street',
    });
    expect(html.match(/<title>.*<\/title>/g)).toEqual(['<title>First snow · Shutterbus</title>']);
    expect(html).toContain('<link rel="canonical" href="https://photos.example.com/photos/01K">');
  });

  it('leaves the rest of the page as it was', () => {
    const html = made();
    expect(html).toContain('<script src="/theme.js"></script>');
    expect(html.slice(html.indexOf('</head>'))).toBe(page.slice(page.indexOf('</head>')));
  });

  it.each([
    '</title><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "$& $` $' $1 $$ </head>",
    '&lt;b&gt; &quot;',
    '<!-- ]]>',
  ])('makes nothing but text of %s', (hostile) => {
    const html = made({
      title: hostile,
      description: hostile,
      picture: { ...picture, altText: hostile },
    });
    const plain = made({ title: 'T', description: 'T', picture: { ...picture, altText: 'T' } });
    // The same elements with the same attributes, whatever the words are.
    const shape = (text: string) => text.replaceAll(/content="[^"]*"|<title>[^<]*/g, '');
    expect(shape(html)).toBe(shape(plain));
    const read = contents(html)['og:title']?.replaceAll(
      /&(lt|gt|quot|#39|amp);/g,
      (_: string, name: string) => {
        return { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }[name] ?? '';
      },
    );
    expect(read).toBe(hostile);
  });

  it('says one line, cut between words', () => {
    const long = contents(made({ description: `${'ten chars \n'.repeat(40)}` }));
    expect(long.description).toMatch(/^(ten chars ){10,}ten( chars)?…$/);
    expect(long.description?.length).toBeLessThanOrEqual(200);
    const emoji = contents(made({ description: '🏔️'.repeat(150) })).description ?? '';
    expect(emoji.isWellFormed()).toBe(true);
  });

  it('says no address without an origin, and no picture without one', () => {
    expect(withTags(page, tags, undefined)).not.toMatch(/og:url|og:image|canonical|undefined/);
    const { 'twitter:card': card } = contents(made({ picture: undefined }));
    expect(card).toBe('summary');
    expect(made({ picture: undefined })).not.toContain('og:image');
  });
});
