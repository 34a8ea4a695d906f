import type { CatalogueEntry, Guide } from '../guide.ts';
import { type Html, html, page } from '../html.ts';

/** What somebody has filled in. */
export interface Draft {
  name: string;
  detail: string;
}

/** A form with a sample of the catalogue in it, to be sent as it is or edited. @param faults of the draft, where it was not sent */
export function sendPage(guide: Guide, draft: Draft | undefined, faults: readonly Fault[]): string {
  const catalogue = guide.catalogue ?? [];
  const chosen = catalogue.find(({ name }) => name === draft?.name) ?? catalogue[0];
  const body = chosen
    ? html`<form action="/_sandbox/events/send">
<label for="name">Event</label>
<select id="name" name="name">${catalogue.map(
        ({ name }) => html`<option${name === chosen.name ? html` selected` : undefined}>${name}</option>`,
      )}</select><button>Show its sample</button></form>
<p class="muted">${chosen.summary} From <code>${chosen.source}</code>.</p>
${faultList(faults)}
<form class="stacked" method="post" action="/_sandbox/events/send">
<input type="hidden" name="name" value="${chosen.name}">
<label for="detail">Detail</label>
<textarea id="detail" name="detail" rows="24" spellcheck="false">${draft?.detail ?? sampleText(chosen)}</textarea>
<button>Send</button></form>`
    : html`<p class="card">The application names no events; the AWS CLI can put any: <code>aws events put-events</code>.</p>`;
  return page('Send an event', body);
}

export interface Fault {
  path: string;
  message: string;
}

const faultList = (faults: readonly Fault[]): Html | undefined =>
  faults.length === 0
    ? undefined
    : html`<div role="alert" class="card bad"><p>It was not sent:</p><ul>${faults.map(
        ({ path, message }) =>
          html`<li>${path === '' ? undefined : html`<code>${path}</code> `}${message}</li>`,
      )}</ul></div>`;

const sampleText = (entry: CatalogueEntry): string => JSON.stringify(entry.sample(), null, 2);

/** What is wrong with a draft, or what it says. */
export function readDraft(
  guide: Guide,
  { name, detail }: Draft,
): { entry: CatalogueEntry; detail: unknown } | Fault[] {
  const entry = guide.catalogue?.find((one) => one.name === name);
  if (!entry) return [{ path: '', message: `There is no event ${name}.` }];
  try {
    const parsed: unknown = JSON.parse(detail);
    const faults = entry.faults(parsed);
    return faults.length > 0 ? faults : { entry, detail: parsed };
  } catch (error) {
    return [{ path: '', message: error instanceof Error ? error.message : String(error) }];
  }
}
