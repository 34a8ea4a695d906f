import type { Held, HeldPage } from '../../core/held.ts';
import { type Html, html, page } from '../html.ts';
import { badge, jsonBlock } from '../parts.ts';
import type { Store, StoreKind } from './stores.ts';

export const dataAddress = '/_sandbox/data';

export const addressOf = ({ kind, name }: Pick<Store, 'kind' | 'name'>): string =>
  `${dataAddress}/${kind}/${encodeURIComponent(name)}`;

const words: Record<StoreKind, { title: string; sought: string }> = {
  tables: { title: 'Tables', sought: 'Partition key' },
  buckets: { title: 'Buckets', sought: 'Key begins with' },
  queues: { title: 'Queues', sought: 'Id or text' },
  people: { title: 'People', sought: 'Address or text' },
};

/** Everything that holds data, by kind. */
export function dataPage(stores: readonly Store[]): string {
  const kinds = Object.entries(words).map(([kind, { title }]) => {
    const ofKind = stores.filter((store) => store.kind === kind);
    if (ofKind.length === 0) return undefined;
    return html`<section class="card"><h2>${title}</h2><ul class="plain">${ofKind.map(
      (store) =>
        html`<li><span>${store.group === undefined ? undefined : html`<span class="muted">${store.group}</span> `}<a href="${addressOf(store)}">${store.label}</a></span></li>`,
    )}</ul></section>`;
  });
  const body = html`<p class="muted">Read as it lies there, by nobody whom a policy would ask; nothing is received or changed by it.</p>
<div class="cards">${kinds}</div>`;
  return page('Data', body, undefined, 'full');
}

/** What one of them holds, from one place on. */
export function heldPage(
  store: Store,
  { held, next }: HeldPage,
  { from, sought }: { from: string | undefined; sought: string | undefined },
): string {
  const here = addressOf(store);
  const asked = (change: Record<string, string>): string =>
    `${here}?${new URLSearchParams({ ...(sought !== undefined && { sought }), ...change })}`;
  const body = html`<p class="muted"><a href="${dataAddress}">${words[store.kind].title}</a> ${store.group} <span class="id">${store.name}</span></p>
<form action="${here}" role="search"><label for="sought">${words[store.kind].sought}</label>
<input id="sought" name="sought" type="search" value="${sought}" autocomplete="off"><button>Show</button></form>
<p id="told" class="muted" role="status"></p>
<div data-live="held">${held.length === 0 ? html`<p class="card">Nothing.</p>` : held.map((one) => entry(store, one))}</div>
<p class="actions">${from === undefined ? undefined : html`<a class="button" href="${asked({})}">From the beginning</a> `}${
    next === undefined
      ? undefined
      : html`<a class="button" rel="next" href="${asked({ from: next })}">Next page</a>`
  }</p>`;
  return page(store.label, body, '/_sandbox/live.js', 'full');
}

function entry(store: Store, { title, notes, content, isPicture }: Held): Html {
  return html`<details class="card" id="held-${title}"><summary><span class="id">${title}</span> ${notes
    .filter((note) => note !== '')
    .map((note) => html`${badge(note, '')} `)}</summary>
${isPicture ? html`<p><img class="shown" loading="lazy" alt="${title}" src="${addressOf(store)}/picture?key=${encodeURIComponent(title)}"></p>` : undefined}
${jsonBlock(content)}</details>`;
}
