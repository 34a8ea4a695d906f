import { type EventLife, endOf } from '../../facts/event-lives.ts';
import { type Guide, textAt } from '../guide.ts';
import { type Html, html, page } from '../html.ts';
import { endsBadges, nameIn, timeTag } from '../parts.ts';

/** More would make the page slow; the JSON has them all. */
const mostShown = 200;

/** What is on the buses, the newest first. @param lives oldest first */
export function eventsPage(lives: readonly EventLife[], guide: Guide, isWhole: boolean): string {
  const shown = lives.slice(-mostShown).reverse();
  const body = html`<div class="tools" role="search">
<label for="filter">Filter</label>
<input id="filter" type="search" data-filter="events" placeholder="source, type, subject, correlation, state" autocomplete="off">
<a class="button" href="/_sandbox/events/send">Send an event</a>
</div>
<p class="muted">Everything that was put on a bus since this sandbox started${isWhole ? '' : ', as far as it is kept'}; what came before is in the
archives. As JSON: <a href="/_sandbox/v1/events.json">/_sandbox/v1/events.json</a></p>
<p id="told" class="muted" role="status"></p>
<div data-live="events" class="scroll" tabindex="0" role="region" aria-label="Events">
${
  shown.length === 0
    ? html`<p class="card">No event yet. Upload a photo, or send one; it appears here by itself.</p>`
    : html`<table class="dense many" id="events"><thead><tr><th>Time</th><th>Bus and source</th><th>Type</th><th>Subject</th><th>Correlation</th><th>Targets</th></tr></thead>
<tbody>${shown.map((life) => row(life, guide))}</tbody></table>`
}
</div>`;
  return page('Events', body, '/_sandbox/live.js', 'full');
}

function row(life: EventLife, guide: Guide): Html {
  const event = eventOf(life);
  const story = guide.correlation === undefined ? undefined : textAt(event, [guide.correlation]);
  const ends = life.targets.map(endOf);
  return html`<tr><td>${timeTag(life.at)}</td>
<td><span class="muted">${nameIn(life.busArn)}</span> ${event.source}</td>
<td><a href="/_sandbox/events/${life.id}">${event['detail-type']}</a></td>
<td class="id">${textAt(event, guide.subject ?? [])}</td>
<td class="id">${story === undefined ? undefined : html`<a href="/_sandbox/story/${encodeURIComponent(story)}">${story}</a>`}</td>
<td>${ends.length === 0 ? html`<span class="muted">no rule</span>` : endsBadges(ends)}</td></tr>`;
}

export interface EventText {
  source: string;
  'detail-type': string;
  detail: unknown;
}

/** The sandbox wrote the text itself. */
export const eventOf = ({ text }: Pick<EventLife, 'text'>): EventText => JSON.parse(text) as EventText;
