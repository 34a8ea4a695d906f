const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Insertable = string | number | undefined | Html | readonly Insertable[];

function inserted(value: Insertable): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(inserted).join('');
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** A piece of a page: whatever is put into it is escaped, unless it is `Html` itself. */
export function html(parts: TemplateStringsArray, ...values: Insertable[]): Html {
  return new Html(parts.reduce((text, part, index) => text + inserted(values[index - 1]) + part));
}

const sections = [
  ['Architecture', '/_sandbox/architecture'],
  ['Events', '/_sandbox/events'],
  ['Stuck', '/_sandbox/stuck'],
  ['Functions', '/_sandbox/functions'],
  ['Data', '/_sandbox/data'],
  ['Try it', '/_sandbox/try'],
  ['Mailbox', '/_sandbox/mailbox'],
] as const;

/**
 * A whole page of the console.
 * @param script address of the page's own script
 * @param size `full` for one that takes all the width there is
 */
export function page(title: string, body: Html, script?: string, size?: 'full'): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_sandbox/console.css">
${script === undefined ? undefined : html`<script type="module" src="${script}"></script>`}
</head>
<body>
<header>
<a class="name" href="/_sandbox">Sandbox</a>
<nav aria-label="Sandbox">${sections.map(
    ([name, address]) =>
      html`<a href="${address}"${name === title ? html` aria-current="page"` : undefined}>${name}</a>`,
  )}<a href="/">App</a></nav>
</header>
<main class="${size}">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}
