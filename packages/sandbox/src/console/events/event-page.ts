import type { EventsLook } from '../../aws/eventbridge/events-look.ts';
import type { Fact } from '../../core/observe.ts';
import { type EventLife, endOf, type TargetLife } from '../../facts/event-lives.ts';
import { fieldAt, type Guide, textAt } from '../guide.ts';
import { type Html, html, page } from '../html.ts';
import { endBadge, jsonBlock, named, nameIn, timeTag } from '../parts.ts';
import { type EventText, eventOf } from './events-page.ts';

/** What EventBridge itself writes around an event. @see https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const meanings: Readonly<Record<string, string>> = {
  id: 'given by the bus; the same for every target and at every attempt',
  time: 'when it was put, in whole seconds, unless the sender said another',
  source: 'who says it',
  'detail-type': 'what has happened; with the source it says what detail holds',
  resources: 'ARNs of what it is about, as far as the sender names some',
  'replay-name': 'the replay of an archive that brought it again',
};

/**
 * One event: what became of it for each target, which rules took it and why others did not, and what it says.
 * @param actions what can be done with the delivery to a target
 */
export function eventPage(
  life: EventLife,
  look: EventsLook,
  guide: Guide,
  actions: (life: EventLife, target: TargetLife) => Html | undefined,
): string {
  const event = eventOf(life);
  const story = guide.correlation === undefined ? undefined : textAt(event, [guide.correlation]);
  const body = html`<p id="told" class="muted" role="status"></p>
<div data-live="event"><dl class="card">
<dt>Put</dt><dd>${timeTag(life.at)} UTC on ${named(life.busArn)}</dd>
<dt>Source</dt><dd>${event.source}</dd>
<dt>Id</dt><dd class="id">${life.id}</dd>
${story === undefined ? undefined : html`<dt>Story</dt><dd class="id"><a href="/_sandbox/story/${encodeURIComponent(story)}">${story}</a></dd>`}
</dl>
<h2>Who heard of it</h2>
${life.targets.length === 0 ? html`<p class="card">No rule took it.</p>` : undefined}
${life.targets.map((target) => targetCard(target, actions(life, target)))}
</div>
${rulesCard(event, life, look)}
<section class="card"><h2>The event</h2><div class="beside">${jsonBlock(event)}${meaningsList(event, guide)}</div></section>`;
  return page(event['detail-type'], body, '/_sandbox/live.js', 'full');
}

function targetCard(target: TargetLife, actions: Html | undefined): Html {
  const end = endOf(target);
  const why = 'error' in end && end.error !== undefined ? html`<p class="why">${end.error}</p>` : undefined;
  return html`<section class="card"><h3>${named(target.targetArn)} ${endBadge(end)}</h3>
<p class="muted">by ${target.ruleArns.map((arn) => html`rule ${named(arn)} `)}</p>${why}
${
  target.facts.length === 0
    ? undefined
    : html`<div class="scroll" tabindex="0" role="region" aria-label="What happened at ${nameIn(target.targetArn)}"><table class="dense"><tbody>${target.facts.map(
        ({ fact }) =>
          html`<tr><td>${timeTag(fact.at)}</td><td>${fact.work.kind}</td><td>${said(fact)}</td></tr>`,
      )}</tbody></table></div>`
}${actions}</section>`;
}

/** A fact in words. */
export function said(fact: Fact): Html {
  switch (fact.fact) {
    case 'accepted':
      return fact.work.kind === 'record'
        ? html`read from the stream of ${named(fact.target.replace(/\/stream\/.*$/, ''))}`
        : html`stored for ${named(fact.target)}`;
    case 'matched':
      return html`chosen by ${named(fact.ruleArn)}`;
    case 'handed-over':
      return html`handed over to ${named(fact.target)}`;
    case 'began':
      return html`attempt ${fact.attempt} begins in ${named(fact.target)}`;
    case 'ended':
      return html`attempt ${fact.attempt} is done`;
    case 'failed':
      return html`attempt ${fact.attempt} failed: ${fact.error.code}: ${fact.error.message}`;
    case 'waits':
      return fact.until === undefined
        ? html`waits for room`
        : html`waits for attempt ${fact.attempt}, until ${timeTag(fact.until)}`;
    case 'gave-up':
      return html`given up after ${fact.attempts} attempts (${fact.condition})${fact.dropped ? ', and dropped' : ''}`;
    case 'wrote':
      return html`${fact.operation} in ${named(fact.target)}`;
    case 'asked':
      return html`${fact.page ?? 'a page'} asked for ${fact.call}${fact.userAgent === undefined ? '' : `, in ${fact.userAgent}`}`;
    case 'dead-lettered':
      return html`a dead letter in ${named(fact.to)}`;
    case 'mailed':
      return html`a mail to ${fact.recipients.join(', ')}: ${fact.subject}`;
  }
}

function rulesCard(event: EventText, { busArn }: EventLife, look: EventsLook): Html | undefined {
  const bus = look.buses().find(({ arn }) => arn === busArn);
  if (!bus) return undefined;
  const judged = look
    .rules(bus.name)
    .filter(({ pattern }) => pattern !== undefined)
    .map((rule) => ({ rule, differences: look.differences(rule.pattern, event) }));
  const took = judged.filter(({ differences, rule }) => differences.length === 0 && rule.enabled);
  const others = judged.filter((one) => !took.includes(one));
  return html`<section class="card"><h2>Rules of ${bus.name}</h2>
<p>${took.length === 0 ? 'None takes it.' : html`Taken by ${took.map(({ rule }) => html`<strong>${rule.name}</strong> `)}`}</p>
<details><summary>${others.length} do not take it</summary><div class="scroll" tabindex="0" role="region" aria-label="Rules that do not take it">
<table class="dense many"><thead><tr><th>Rule</th><th>Field</th><th>The pattern wants</th><th>The event has</th></tr></thead>
<tbody>${others.map(otherRule)}</tbody></table></div></details></section>`;
}

function otherRule({
  rule,
  differences,
}: {
  rule: ReturnType<EventsLook['rules']>[number];
  differences: ReturnType<EventsLook['differences']>;
}): Html {
  if (!rule.enabled) return html`<tr><td>${rule.name}</td><td colspan="3">is disabled</td></tr>`;
  return html`${differences.map(
    ({ path, wanted, found }) =>
      html`<tr><td>${rule.name}</td><td>${path}</td><td><code>${JSON.stringify(wanted)}</code></td><td>${
        found === undefined
          ? html`<span class="muted">nothing</span>`
          : html`<code>${JSON.stringify(found)}</code>`
      }</td></tr>`,
  )}`;
}

function meaningsList(event: unknown, guide: Guide): Html {
  const known = Object.entries({ ...meanings, ...guide.meanings }).filter(
    ([path]) => fieldAt(event, path) !== undefined,
  );
  return html`<dl>${known.map(([path, meaning]) => html`<dt>${path}</dt><dd>${meaning}</dd>`)}</dl>`;
}
