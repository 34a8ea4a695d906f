import { deadLetterOf, type LyingMessage } from '../../changes/redrive.ts';
import { button } from '../changes/try-page.ts';
import { type Guide, textAt } from '../guide.ts';
import { type Html, html, page } from '../html.ts';
import { badge, named, timeTag } from '../parts.ts';

/** Work that is not done. */
export interface WaitingWork {
  target: string;
  name: { kind: string; id: string };
  cause?: { kind: string; id: string } | undefined;
  /** Attempts that failed. */
  failures: number;
  failure?: { code: string; message: string } | undefined;
  /** When it is tried next, milliseconds since the epoch; in the past when it waits for room or is being tried. */
  dueAt: number;
}

export interface QueueLook {
  arn: string;
  isForDeadLetters: boolean;
  messages: readonly LyingMessage[];
}

export interface StuckView {
  now: number;
  works: readonly WaitingWork[];
  /** Those that are not empty. */
  queues: readonly QueueLook[];
  alarms: readonly { name: string; state: string; reason: string; description?: string | undefined }[];
}

export const stuckAddress = '/_sandbox/stuck';

/** What waits and why, what was given up, and what rings. */
export function stuckPage({ now, works, queues, alarms }: StuckView, guide: Guide): string {
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  const letters = queues.filter(({ isForDeadLetters }) => isForDeadLetters);
  const others = queues.filter((queue) => !letters.includes(queue)).toSorted((a, b) => oldest(a) - oldest(b));
  const isClear = works.length + queues.length + ringing.length === 0;
  const body = html`<p id="told" class="muted" role="status"></p>
<div data-live="stuck">
${isClear ? html`<p class="card">Nothing waits, nothing was given up, and no alarm rings.</p>` : undefined}
${ringing.map((alarm) => alarmCard(alarm, guide))}
${letters.map((queue) => lettersCard(queue, guide))}
${works.length === 0 ? undefined : html`<section class="card"><h2>What waits for its next attempt, or for room</h2>${worksTable(works, now)}</section>`}
${others.map(
  ({
    arn,
    messages,
  }) => html`<section class="card"><h2>${named(arn)} ${badge(`${messages.length} in it`, 'busy')}</h2>
<p class="muted">The oldest since ${timeTag(oldest({ messages }))}, ${seconds(now - oldest({ messages }))}.</p>
<details id="${arn}"><summary>Messages</summary>${messages.map(messageOf)}</details></section>`,
)}
</div>`;
  return page('Stuck', body, '/_sandbox/live.js', 'full');
}

const oldest = ({ messages }: Pick<QueueLook, 'messages'>): number =>
  Math.min(...messages.map(({ sentAt }) => sentAt));
const seconds = (milliseconds: number): string => `${Math.max(0, Math.round(milliseconds / 1000))} s`;

function alarmCard({ name, reason, description }: StuckView['alarms'][number], guide: Guide): Html {
  const text = description === undefined ? undefined : guide.runbook?.(description);
  return html`<section class="card bad"><h2>${name} rings</h2><p>${reason}</p>
${text === undefined ? html`<p>${description}</p>` : html`<details id="alarm-${name}"><summary>${description}</summary><pre>${text}</pre></details>`}</section>`;
}

function lettersCard({ arn, messages }: QueueLook, guide: Guide): Html {
  return html`<section class="card"><h2>${named(arn)} ${badge(`${messages.length} dead`, 'bad')}</h2>
${messages.map((message) => letterOf(message, guide))}
<div class="actions">${button('redrives', { queue: arn }, 'Redrive', stuckAddress)}</div></section>`;
}

function letterOf(message: LyingMessage, guide: Guide): Html {
  const { reason, target, payload } = deadLetterOf(message);
  const story = guide.correlation === undefined ? undefined : textAt(parsed(payload), [guide.correlation]);
  return html`<details id="letter-${message.id}"><summary>${timeTag(message.sentAt)} ${target === undefined ? undefined : html`for ${named(target)}`}
<span class="why">${reason}</span></summary>
${story === undefined ? undefined : html`<p>Story: <a class="id" href="/_sandbox/story/${encodeURIComponent(story)}">${story}</a></p>`}
${messageBody(message.body)}</details>`;
}

const messageOf = ({ sentAt, receiveCount, hiddenUntil, body }: LyingMessage): Html =>
  html`<p>${timeTag(sentAt)}, received ${receiveCount} times${
    hiddenUntil === undefined ? undefined : html`, hidden until ${timeTag(hiddenUntil)}`
  }</p>${messageBody(body)}`;

function messageBody(body: string): Html {
  const value = parsed(body);
  return html`<pre class="code">${value === undefined ? body : JSON.stringify(value, null, 2)}</pre>`;
}

function worksTable(works: readonly WaitingWork[], now: number): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="What waits"><table class="dense many">
<thead><tr><th>For</th><th>What</th><th>Next attempt</th><th>Last error</th></tr></thead><tbody>${works.map(
    ({ target, name, cause, failures, failure, dueAt }) => html`<tr><td>${named(target)}</td>
<td>${
      cause?.kind === 'event'
        ? html`<a href="/_sandbox/events/${cause.id}">${name.kind} of an event</a>`
        : `${name.kind} ${name.id}`
    }</td>
<td>${dueAt > now ? html`number ${failures + 1} at ${timeTag(dueAt)}` : 'under way, or waits for room'}</td>
<td class="why">${failure ? `${failure.code}: ${failure.message}` : undefined}</td></tr>`,
  )}</tbody></table></div>`;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
