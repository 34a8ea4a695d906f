import { escapeHtml } from './escape-html.ts';

/** What a program that shows a link is told of a page. */
export interface PageTags {
  title: string;
  description: string;
  /** Path of the page on the web origin. */
  path: string;
  /** Of Open Graph. */
  kind: 'article' | 'profile';
  /** A JPEG: not every program reads others. */
  picture?: { path: string; widthPx: number; heightPx: number; altText: string } | undefined;
}

/** As long as any program shows. */
const descriptionMaxLength = 200;

/**
 * The web app's page with its title, description and pictures for previews. What people wrote is escaped, and never the pattern
 * or the replacement of a replacement.
 * @param origin of the addresses; programs take whole ones only, so without it none is said
 */
export function withTags(page: string, tags: PageTags, origin: string | undefined): string {
  const head = [
    `<title>${escapeHtml(tags.title)} · Shutterbus</title>`,
    ...metaTags(tags, origin).map(
      ([key, name, content]) => `<meta ${key}="${name}" content="${escapeHtml(content)}">`,
    ),
    ...(origin === undefined ? [] : [`<link rel="canonical" href="${escapeHtml(origin + tags.path)}">`]),
  ].join('\n    ');
  return page
    .replace(/<title>[^<]*<\/title>\s*/, '')
    .replace(/<meta name="description"[^>]*>\s*/, '')
    .replace('</head>', () => `  ${head}\n  </head>`);
}

type Tag = ['name' | 'property', string, string];

function metaTags({ title, description, path, kind, picture }: PageTags, origin: string | undefined): Tag[] {
  const text = shortened(description);
  const shown: Tag[] =
    picture === undefined || origin === undefined
      ? []
      : [
          ['property', 'og:image', origin + picture.path],
          ['property', 'og:image:type', 'image/jpeg'],
          ['property', 'og:image:width', String(picture.widthPx)],
          ['property', 'og:image:height', String(picture.heightPx)],
          ['property', 'og:image:alt', picture.altText],
          ['name', 'twitter:image:alt', picture.altText],
        ];
  return [
    ['name', 'description', text],
    ['property', 'og:site_name', 'Shutterbus'],
    ['property', 'og:type', kind],
    ['property', 'og:title', title],
    ['property', 'og:description', text],
    ...(origin === undefined ? [] : [['property', 'og:url', origin + path] satisfies Tag]),
    ['name', 'twitter:card', shown.length > 0 ? 'summary_large_image' : 'summary'],
    ...shown,
  ];
}

/** In one line, and cut between words where it is too long. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= descriptionMaxLength) return line;
  const cut = line.slice(0, descriptionMaxLength - 1);
  return `${cut.slice(0, cut.lastIndexOf(' ') + 1).trimEnd() || [...cut].slice(0, -1).join('')}…`;
}
