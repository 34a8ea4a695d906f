import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Look } from '@shutterbus/sandbox/console/guide';
import { root } from './repository.ts';

const web = path.join(root, 'packages/web');

/** The web app's type and its mark, for the sandbox's own pages: read from the app's sources, so that both change together. */
export function webAppLook(): Look {
  const files = new Map<string, { type: string; bytes: Buffer }>();
  const { resolve } = createRequire(path.join(web, 'package.json'));
  const fonts = textOf('src/styles/fonts.css').replaceAll(/url\("(@[^"]+)"\)/g, (_, file: string) => {
    const name = path.posix.basename(file);
    files.set(name, { type: 'font/woff2', bytes: readFileSync(resolve(file)) });
    return `url("/_sandbox/look/${name}")`;
  });
  files.set('icon.svg', { type: 'image/svg+xml', bytes: Buffer.from(textOf('public/favicon.svg')) });
  const stack = /--font:[^;]+;/.exec(textOf('src/styles/tokens.css'))?.[0];
  if (stack === undefined) throw new Error('packages/web/src/styles/tokens.css has no --font any more');
  return { files, css: `${fonts}:root { ${stack} }\n${mark}` };
}

const mark = `header .name { display: inline-flex; gap: .6rem; align-items: center; }
header .name::before { content: ''; width: 1.75rem; height: 1.75rem; background: url("/_sandbox/look/icon.svg") center / contain no-repeat; }
`;

const textOf = (file: string): string => readFileSync(path.join(web, file), 'utf8');
