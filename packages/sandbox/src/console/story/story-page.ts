import { spent } from '../../story/in-words.ts';
import { lanesOf } from '../../story/lanes.ts';
import type { Segment, Story, StoryRow } from '../../story/story-row.ts';
import { said } from '../events/event-page.ts';
import { type Html, html, page } from '../html.ts';
import { badge, clockTime, endBadge, timeTag } from '../parts.ts';

/** @param earlier what is missing of it, in a sentence */
export function storyPage({ correlationId, rows }: Story, earlier: string | undefined): string {
  const from = Math.min(...rows.map(({ at }) => at));
  const to = Math.max(
    from + 1,
    ...rows.flatMap(({ at, segments }) => [at, ...segments.map((one) => one.to)]),
  );
  const address = `/_sandbox/v1/stories/${encodeURIComponent(correlationId)}`;
  const body = html`<p class="id">${correlationId}</p>
<p id="told" class="muted" role="status"></p>
<div data-live="story">
${
  rows.length === 0
    ? html`<p class="card">Nothing is known of it: no log line names it, and no event that is kept.</p>`
    : html`<p class="muted">${rows.length} things in ${Math.round(to - from)} ms, from ${timeTag(from)} UTC. <a href="${address}" download="story-${correlationId}.json">Save as JSON</a></p>`
}
${earlier === undefined ? undefined : html`<p class="card">${earlier}</p>`}
${legend}
${rows.length === 0 ? undefined : lanesList(rows, from, to)}
<ol class="story">${rows.map((row) => rowOf(row, from, to))}</ol>
</div>`;
  return page('Story', body, '/_sandbox/live.js', 'full');
}

const legend = html`<p class="legend story">${(
  [
    ['waited', 'waited'],
    ['cold', 'cold start'],
    ['ran', 'ran'],
    ['broken', 'failed'],
  ] as const
).map(
  ([tone, name]) =>
    html`<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" class="${tone}"/></svg> ${name}</span>`,
)}</p>`;

/** The same scale as below, with all that happened in one place on one line. */
const lanesList = (all: readonly StoryRow[], from: number, to: number): Html =>
  html`<ul class="story lanes" aria-label="Lanes">${lanesOf(all).map(
    ({ name, rows }) =>
      html`<li><span><b>${name}</b> <span class="muted">${rows.length} ${rows.length === 1 ? 'thing' : 'things'}</span></span>${bar(rows, name, from, to)}</li>`,
  )}</ul>`;

function rowOf(row: StoryRow, from: number, to: number): Html {
  const { kind, id, at, lane, what, segments, ends, facts, lines, isArchived } = row;
  const name =
    kind === 'event' && isArchived !== true
      ? html`<a href="/_sandbox/events/${id}">${what}</a>`
      : kind === 'mail'
        ? html`<a href="/_sandbox/mailbox#mail-${id}">${what}</a>`
        : what;
  const states = kind === 'event' ? undefined : ends.filter(({ is }) => is !== 'done').map(endBadge);
  const attempts = segments.filter(({ is }) => is === 'broken').length;
  return html`<li><div class="line"><span class="at">+${Math.round(at - from)} ms</span><span>${lane}</span>
<span class="what">${name} ${states}${attempts > 0 ? badge(`${attempts} failed`, 'bad') : undefined}</span>
${bar([row], what, from, to)}</div>
${
  facts.length + lines.length === 0
    ? undefined
    : html`<details id="row-${kind}-${id}"><summary>${summaryOf(row)}</summary><table class="dense"><tbody>${[
        ...facts.map(({ fact }) => ({ at: fact.at, shown: said(fact) })),
        ...lines.map((line) => ({ at: line.at, shown: html`<pre>${line.text}</pre>` })),
      ]
        .sort((a, b) => a.at - b.at)
        .map(
          (one) => html`<tr><td>${timeTag(one.at)}</td><td>${one.shown}</td></tr>`,
        )}</tbody></table></details>`
}</li>`;
}

/** What it took, and how much was written. */
export function summaryOf(row: StoryRow): string {
  const { kind, at, lines } = row;
  const written = kind !== 'event' && kind !== 'record' && lines.length > 0;
  const parts = [
    ...(row.segments.length > 0 ? [spent(row)] : []),
    ...(written ? [`${lines.length} log ${lines.length === 1 ? 'line' : 'lines'}`] : []),
  ];
  return parts.join(' · ') || `at ${clockTime(at)}`;
}

const width = 1000;

function bar(rows: readonly StoryRow[], of: string, from: number, to: number): Html {
  const x = (time: number): number => ((time - from) / (to - from)) * width;
  const rect = ({ is, from: begin, to: end }: Segment): Html =>
    html`<rect class="${is}" x="${x(begin).toFixed(1)}" width="${Math.max(2, x(end) - x(begin)).toFixed(1)}" y="2" height="8"/>`;
  const drawn = rows.map(({ at, segments }) =>
    segments.length > 0
      ? segments.map(rect)
      : html`<rect class="point" x="${Math.min(x(at), width - 4).toFixed(1)}" width="4" y="0" height="12"/>`,
  );
  return html`<svg class="bar" viewBox="0 0 ${width} 12" preserveAspectRatio="none" aria-hidden="true" data-of="${of}">${drawn}</svg>`;
}
