import { type Html, html } from '../html.ts';

const isFunction = (arn: string): boolean => /:function:/.test(arn);

/** What can be tried on a delivery, on the page that `back` names. */
export function deliveryForms(eventId: string, targetArn: string, back: string): Html {
  return html`<div class="actions">
<form class="small" method="post" action="/_sandbox/v1/deliveries">
<input type="hidden" name="event" value="${eventId}"><input type="hidden" name="target" value="${targetArn}"><input type="hidden" name="back" value="${back}">
<button>Deliver again</button></form>${changeForm(targetArn, back)}</div>`;
}

const kinds = [
  ['fail', 'Fail the next'],
  ['duplicate', 'Duplicate the next'],
  ['delay', 'Delay each by seconds'],
] as const;
const functionKinds = [
  ['throttle', 'Throttle until cleared'],
  ['crash', 'Crash before call number'],
] as const;

/** One standing change of a target. */
export function changeForm(targetArn: string, back: string): Html {
  const offered = isFunction(targetArn) ? [...kinds, ...functionKinds] : kinds;
  return html`<form class="small" method="post" action="/_sandbox/v1/changes">
<input type="hidden" name="target" value="${targetArn}"><input type="hidden" name="back" value="${back}">
<select name="is" aria-label="What to try">${offered.map(([is, name]) => html`<option value="${is}">${name}</option>`)}</select>
<input type="number" name="amount" min="1" max="1000" value="1" aria-label="How many"><button>Try</button></form>`;
}
