import { changeForm } from '../changes/try-forms.ts';
import { type Html, html, page } from '../html.ts';
import { badge, clockTime } from '../parts.ts';
import type { FunctionLook } from './function-looks.ts';
import { functionAddress } from './function-page.ts';

export const functionsAddress = '/_sandbox/functions';

/** What each function has done since the start, or in the last three hours, those that fail first. */
export function functionsPage(functions: readonly FunctionLook[]): string {
  const shown = functions.toSorted((a, b) => failuresOf(b) - failuresOf(a) || b.invocations - a.invocations);
  const body = html`<div class="tools" role="search">
<label for="filter">Filter</label>
<input id="filter" type="search" data-filter="functions" placeholder="name, error" autocomplete="off"></div>
<p class="muted">Counted as Lambda counts, in the last three hours, and since the start at most. What a function answers or reports as failed is no error to Lambda.</p>
<p id="told" class="muted" role="status"></p>
<div data-live="functions" class="scroll" tabindex="0" role="region" aria-label="Functions">
<table class="dense many" id="functions"><thead><tr><th>Function</th><th class="number">Calls</th><th class="number">Errors</th><th class="number">Throttled</th><th class="number">Mean</th><th class="number">p99</th><th>Last failure</th><th>Try it</th></tr></thead>
<tbody>${shown.map(row)}</tbody></table></div>`;
  return page('Functions', body, '/_sandbox/live.js', 'full');
}

/** An event that failed before the function ran is none of its errors. */
const failuresOf = ({ errors, lastFailure }: FunctionLook): number => Math.max(errors, lastFailure ? 1 : 0);

function row(look: FunctionLook): Html {
  const { name, arn, invocations, errors, throttles, meanMs, p99Ms, lastFailure } = look;
  return html`<tr><td><a href="${functionAddress(name)}">${name}</a></td><td class="number">${invocations}</td>
<td class="number">${errors > 0 ? badge(String(errors), 'bad') : 0}</td><td class="number">${throttles}</td>
<td class="number">${milliseconds(meanMs)}</td><td class="number">${milliseconds(p99Ms)}</td>
<td>${lastFailure === undefined ? undefined : html`<span class="why">${lastFailure.text}</span> <span class="muted">${clockTime(lastFailure.at)}</span>`}</td>
<td><details id="${name}"><summary>${look.memoryMb} MB, ${look.timeoutSeconds} s</summary>${changeForm(arn, functionsAddress)}</details></td></tr>`;
}

const milliseconds = (time: number | undefined): string =>
  time === undefined ? '' : `${Math.round(time)} ms`;
