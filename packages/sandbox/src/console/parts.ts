import type { LifeEnd } from '../facts/event-lives.ts';
import { endInWords } from '../story/in-words.ts';
import { type Html, html } from './html.ts';

/** `12:30:05.123`, UTC. */
export const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 23);

export const timeTag = (at: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${clockTime(at)}</time>`;

/** What an ARN names, without alias: `shop-Pay`, of a rule without its bus. */
export const nameIn = (arn: string): string =>
  /:function:([^:]+)/.exec(arn)?.[1] ?? arn.split(/[:/]/).at(-1) ?? arn;

/** A name with the whole ARN to be seen on demand. */
export const named = (arn: string): Html => html`<span title="${arn}">${nameIn(arn)}</span>`;

export const jsonBlock = (value: unknown): Html =>
  html`<pre class="code">${JSON.stringify(value, null, 2)}</pre>`;

const tones: Record<LifeEnd['is'], string> = {
  done: 'good',
  runs: 'busy',
  'handed-over': 'good',
  queued: 'busy',
  dropped: 'bad',
  waits: 'busy',
  'dead-lettered': 'bad',
};

export const badge = (text: string, tone: string): Html => html`<span class="badge ${tone}">${text}</span>`;

export const endBadge = (end: LifeEnd): Html => badge(endInWords(end), tones[end.is]);

/** `3 done · 1 waits`, the worst first. */
export function endsBadges(ends: readonly LifeEnd[]): Html[] {
  const counts = Map.groupBy(ends, ({ is }) => is);
  const order = ['dropped', 'dead-lettered', 'waits', 'queued', 'runs', 'handed-over', 'done'] as const;
  return order.flatMap((is) => {
    const count = counts.get(is)?.length ?? 0;
    return count === 0 ? [] : [badge(`${count} ${endInWords({ is })}`, tones[is])];
  });
}
