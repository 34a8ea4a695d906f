import { type Html, html, page } from './html.ts';

/** What the start page tells about the running stack; asked for at every view. */
export interface StackView {
  stackName: string;
  /** `starting` until everything is made, `failed` when it cannot go on. */
  status: 'starting' | 'ok' | 'failed';
  /** Why it failed and what to do, in a sentence. */
  trouble?: string;
  endpoints: { web: string; aws: string };
  region: string;
  /** The developer's, for SDKs and the AWS CLI. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  outputs: { name: string; value: string; description?: string }[];
  functions: { logicalId: string; physicalName: string; handler: string }[];
  queues: { name: string; visible: number; inFlight: number }[];
  alarms: { name: string; state: string; reason: string }[];
  /** Resources of the template that were accepted and do nothing here, with the reason. */
  withoutEffect: { logicalId: string; type: string; reason: string }[];
}

const conditions = { starting: 'is starting', ok: 'is running', failed: 'has failed' };

/** Those that ring come first. */
const byUrgency = (a: { state: string }, b: { state: string }): number =>
  Number(b.state === 'ALARM') - Number(a.state === 'ALARM');

/** The first page of the sandbox: where everything is. */
export function startPage(stack: StackView): string {
  const { accessKeyId, secretAccessKey } = stack.credentials;
  const exports = [
    `export AWS_ENDPOINT_URL=${stack.endpoints.aws}`,
    // The first version of the AWS CLI reads only the second name.
    `export AWS_REGION=${stack.region} AWS_DEFAULT_REGION=${stack.region}`,
    `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
  ].join('\n');
  const body = html`<div class="cards">
<section class="card"><h2>${stack.stackName} ${conditions[stack.status]}</h2>
${stack.trouble === undefined ? undefined : html`<p role="alert"><strong>${stack.trouble}</strong></p>`}
<dl>
<dt>App</dt><dd><a href="/">${stack.endpoints.web}</a></dd>
<dt>Mailbox</dt><dd><a href="/_sandbox/mailbox">${stack.endpoints.web}/_sandbox/mailbox</a></dd>
<dt>AWS</dt><dd>${stack.endpoints.aws}</dd>
<dt>Health</dt><dd><a href="/_sandbox/health">/_sandbox/health</a></dd>
</dl></section>
<section class="card"><h2>For your shell</h2><pre class="code">${exports}</pre></section>
${card(
  'Outputs',
  stack.outputs,
  (outputs) =>
    html`<dl>${outputs.map(
      ({ name, value, description }) => html`<dt title="${description}">${name}</dt><dd>${value}</dd>`,
    )}</dl>`,
)}
${card(
  'Queues',
  stack.queues,
  (queues) => html`<table>
<thead><tr><th>Name</th><th class="number">Waiting</th><th class="number">In flight</th></tr></thead>
<tbody>${queues.map(
    ({ name, visible, inFlight }) =>
      html`<tr><td>${name}</td><td class="number">${visible}</td><td class="number">${inFlight}</td></tr>`,
  )}</tbody></table>`,
)}
${card(
  'Alarms',
  [...stack.alarms].sort(byUrgency),
  (alarms) => html`<table>
<thead><tr><th>Alarm</th><th>State</th><th>Why</th></tr></thead>
<tbody>${alarms.map(
    ({ name, state, reason }) =>
      html`<tr><td>${name}</td><td>${state === 'ALARM' ? html`<strong>${state}</strong>` : state}</td><td>${reason}</td></tr>`,
  )}</tbody></table>`,
  'wide',
)}
${card(
  'Functions',
  stack.functions,
  (functions) => html`<table>
<thead><tr><th>Function</th><th>Name</th><th>Handler</th></tr></thead>
<tbody>${functions.map(
    ({ logicalId, physicalName, handler }) =>
      html`<tr><td>${logicalId}</td><td>${physicalName}</td><td>${handler}</td></tr>`,
  )}</tbody></table>`,
  'wide',
)}
${card(
  'Accepted without effect',
  stack.withoutEffect,
  (resources) => html`<table>
<thead><tr><th>Resource</th><th>Type</th><th>Why</th></tr></thead>
<tbody>${resources.map(
    ({ logicalId, type, reason }) => html`<tr><td>${logicalId}</td><td>${type}</td><td>${reason}</td></tr>`,
  )}</tbody></table>`,
  'wide',
)}
</div>`;
  return page('Sandbox', body);
}

function card<Entry>(title: string, entries: Entry[], show: (entries: Entry[]) => Html, size = ''): Html {
  const content = entries.length === 0 ? html`<p class="muted">None.</p>` : show(entries);
  return html`<section class="card ${size}"><h2>${title}</h2>${content}</section>`;
}
