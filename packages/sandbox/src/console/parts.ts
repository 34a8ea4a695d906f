import type { LifeEnd } from '../facts/event-lives.ts';
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

const words: Record<LifeEnd['is'], [text: string, tone: string]> = {
  done: ['done', 'good'],
  runs: ['under way', 'busy'],
  'handed-over': ['handed over', 'good'],
  queued: ['in the queue', 'busy'],
  dropped: ['dropped', 'bad'],
  waits: ['waits', 'busy'],
  'dead-lettered': ['dead letter', 'bad'],
};

export const badge = (text: string, tone: string): Html => html`<span class="badge ${tone}">${text}</span>`;

export function endBadge({ is }: LifeEnd): Html {
  const [text, tone] = words[is];
  return badge(text, tone);
}

/** `3 done · 1 waits`, the worst first. */
export function endsBadges(ends: readonly LifeEnd[]): Html[] {
  const counts = Map.groupBy(ends, ({ is }) => is);
  const order = ['dropped', 'dead-lettered', 'waits', 'queued', 'runs', 'handed-over', 'done'] as const;
  return order.flatMap((is) => {
    const count = counts.get(is)?.length ?? 0;
    const [text, tone] = words[is];
    return count === 0 ? [] : [badge(`${count} ${text}`, tone)];
  });
}
