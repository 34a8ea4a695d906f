import type { Graph } from '../../architecture/graph.ts';
import type { Interventions } from '../../changes/interventions.ts';
import type { StandingChange } from '../../changes/standing-changes.ts';
import { type Html, html, page } from '../html.ts';
import { badge, named } from '../parts.ts';
import { changeForm } from './try-forms.ts';

const here = '/_sandbox/try';

/** What stands, and what can be tried on what is there. */
export function tryPage({ changes, clock, archives }: Interventions, { nodes }: Graph): string {
  const standing = changes.list();
  const withArn = nodes.flatMap((node) => (node.arn === undefined ? [] : [{ ...node, arn: node.arn }]));
  const body = html`<p id="told" class="muted" role="status"></p>
<div data-live="try">
<section class="card"><h2>Standing changes</h2>
${
  standing.length === 0 && !clock.isHeld()
    ? html`<p class="muted">None: everything runs as it is.</p>`
    : html`<ul>${standing.map((change) => html`<li>${named(change.target)}: ${inWords(change)}</li>`)}${
        clock.isHeld() ? html`<li>the fast clock is held</li>` : undefined
      }</ul>${button('changes/clear', {}, 'Clear all')}
<p class="muted">What was delivered stays delivered.</p>`
}</section>
<section class="card"><h2>The fast clock ${badge(clock.isHeld() ? 'held' : 'runs', clock.isHeld() ? 'busy' : 'good')}</h2>
<p>Waits between two attempts and batching windows go by it, 60 times faster than in AWS unless told.</p>
<div class="actions">${clock.isHeld() ? button('clock', { do: 'go' }, 'Let it go') : button('clock', { do: 'hold' }, 'Hold it')}
${button('clock', { do: 'leap' }, 'Jump to the next thing due')}</div>
<p class="muted">Not on it: visibility timeouts and delays of queues while nobody has failed with a message, schedules, times to live, tokens, links and time-outs, which take
real time; alarms and releases, which have a clock of their own.</p></section>
<section class="card"><h2>Archives</h2>${archives().map(
    ({ name, events }) => html`<form class="small" method="post" action="/_sandbox/v1/replays">
<input type="hidden" name="archive" value="${name}"><input type="hidden" name="back" value="${here}">
<label>${name}, ${events} events: replay the last <input type="number" name="minutes" min="1" max="527040" value="10"> minutes</label><button>Replay</button></form>`,
  )}</section>
</div>
<section class="card"><h2>Functions</h2>${list(withArn.filter(({ kind }) => kind === 'function'))}</section>
<section class="card"><h2>Queues</h2>${list(withArn.filter(({ kind }) => kind === 'queue' || kind === 'dead-letters'))}</section>`;
  return page('Try it', body, '/_sandbox/live.js', 'full');
}

const list = (nodes: readonly { label: string; group?: string; arn: string; kind: string }[]): Html =>
  html`<details><summary>${nodes.length} of them</summary><ul class="plain">${nodes.map(
    ({ label, group, arn, kind }) =>
      html`<li><span>${group === undefined ? undefined : html`<span class="muted">${group}</span> `}${label}</span> ${changeForm(arn, here)}${
        kind === 'dead-letters' ? button('redrives', { queue: arn }, 'Redrive') : undefined
      }</li>`,
  )}</ul></details>`;

export const button = (verb: string, fields: Record<string, string>, name: string, back = here): Html =>
  html`<form class="small" method="post" action="/_sandbox/v1/${verb}">${Object.entries({
    ...fields,
    back,
  }).map(
    ([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`,
  )}<button>${name}</button></form>`;

function inWords(change: StandingChange): string {
  switch (change.is) {
    case 'fail':
      return `the next ${change.amount} fail`;
    case 'duplicate':
      return `the next ${change.amount} come twice`;
    case 'delay':
      return `each is delayed by ${change.amount} s`;
    case 'throttle':
      return 'is throttled';
    case 'crash':
      return `crashes before call ${change.amount} from when it was asked for`;
  }
}
