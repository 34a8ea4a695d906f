import type { LastCall } from '../../aws/lambda/last-calls.ts';
import { changeForm } from '../changes/try-forms.ts';
import { type Html, html, page } from '../html.ts';
import { badge, jsonBlock, timeTag } from '../parts.ts';
import type { FunctionLook } from './function-looks.ts';
import { type Grant, grantsTable } from './granted.ts';

export const functionAddress = (name: string): string => `/_sandbox/functions/${encodeURIComponent(name)}`;

export interface FunctionDetails {
  look: FunctionLook;
  last: LastCall | undefined;
  /** Of its role. */
  grants: readonly Grant[];
}

/** One function: how it was called last, to be called so again, its environment, and what its role may do and has done. */
export function functionPage({ look, last, grants }: FunctionDetails): string {
  const here = functionAddress(look.name);
  const body = html`<p id="told" class="muted" role="status"></p>
<div data-live="last">${last === undefined ? html`<p class="card">It has not been called since the start.</p>` : lastCard(last, look.arn, here)}</div>
<section class="card"><h2>Try it</h2>${changeForm(look.arn, here)}</section>
<section class="card"><h2>What it is</h2><dl><dt>Handler</dt><dd>${look.handler}</dd>
<dt>Memory</dt><dd>${look.memoryMb} MB</dd><dt>Time-out</dt><dd>${look.timeoutSeconds} s</dd><dt>Role</dt><dd>${look.roleArn}</dd></dl></section>
<section class="card"><h2>Environment</h2><dl>${Object.entries(look.variables).map(
    ([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`,
  )}</dl></section>
<section class="card"><h2>What its role may do</h2><div data-live="grants">${grantsTable(grants)}</div></section>`;
  return page(look.name, body, '/_sandbox/live.js', 'full');
}

function lastCard(last: LastCall, arn: string, back: string): Html {
  const { requestId, at, target, input, answer, failed } = last;
  const end =
    failed === undefined
      ? badge('no answer', 'busy')
      : failed
        ? badge('failed', 'bad')
        : badge('done', 'good');
  return html`<section class="card"><h2>Last call ${end}</h2>
<p>${timeTag(at)} UTC as <span class="id">${target}</span>, request <span class="id">${requestId}</span>: <a href="/_sandbox/story?request=${requestId}">its story</a></p>
<div class="beside"><div><h3>Input</h3>${textBlock(input, 'It is longer than 256 kB and not kept.')}</div>
<div><h3>Answer</h3>${textBlock(answer, 'None is kept.')}</div></div>
${
  input === undefined
    ? undefined
    : html`<div class="actions"><form class="small" method="post" action="/_sandbox/v1/invocations">
<input type="hidden" name="function" value="${arn}"><input type="hidden" name="request" value="${requestId}"><input type="hidden" name="back" value="${back}"><button>Invoke again</button></form>
<span class="muted">with the same input, by the same alias, as the developer, who waits for the answer; nothing is tried again.</span></div>`
}</section>`;
}

function textBlock(text: string | undefined, absent: string): Html {
  return text === undefined
    ? html`<p class="muted">${absent}</p>`
    : jsonBlock(withoutTokens(JSON.parse(text)));
}

/** As it was, but what a person signed in with: a page is shown to others, and its picture kept. */
function withoutTokens(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      /^(?:authorization|cookies?|checkpointtoken)$/i.test(key) ? '…' : withoutTokens(inner),
    ]),
  );
}
