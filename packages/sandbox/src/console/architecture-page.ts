import { drawSvg } from '../architecture/draw-svg.ts';
import type { Graph, GraphNode } from '../architecture/graph.ts';
import { groupsOf, overview, type View, viewOf } from '../architecture/views.ts';
import { addressOf } from './data/data-page.ts';
import { storeKinds } from './data/stores.ts';
import { functionAddress } from './functions/function-page.ts';
import { Html, html, page } from './html.ts';
import { nameIn } from './parts.ts';

/**
 * Who is there and who calls whom, drawn from what runs; its script lets what happens be seen on it.
 * @param of the group to show whole; the overview for one that there is not
 */
export async function architecturePage(graph: Graph, of: string | undefined): Promise<string> {
  const groups = groupsOf(graph);
  const group = groups.find((name) => name === of);
  const view = group === undefined ? overview(graph) : viewOf(graph, group);
  const picture = await drawSvg(view, group === undefined ? 'All services' : `The service ${group}`);
  const tab = (name: string, address: string, isHere: boolean): Html =>
    html`<a href="${address}"${new Html(isHere ? ' aria-current="page"' : '')}>${name}</a>`;
  const body = html`<nav class="tabs" aria-label="Views">
${tab('All services', '/_sandbox/architecture', group === undefined)}
${groups.map((name) => tab(name, groupAddress(name), name === group))}
</nav>
<p class="muted">Yellow: accepted, and done later. Grey: somebody waits, reads or writes. Dashed: where failures go.
Numbers on nodes count what has happened since this page was opened: on a bus its events, on a function what it has done; on a queue what waits in it now.
Numbers on edges count since the start of the sandbox: events, or batches from a queue or a table, and the attempts of them that failed; from a function its calls. A click opens what it is.</p>
<div class="tools" role="group" aria-label="Size"><button type="button" data-zoom="0.8" aria-label="Smaller">−</button>
<button type="button" data-zoom="1.25" aria-label="Larger">+</button>
<button type="button" data-zoom="0">Fit</button></div>
<div class="canvas" id="canvas" tabindex="0" role="region" aria-label="Picture">${linked(picture, view)}</div>
<p id="told" class="muted" role="status"></p>
<details id="ways" hidden><summary>The numbers on edges, as a list</summary><ul></ul></details>
<script type="application/json" id="places">${new Html(JSON.stringify(view.places).replaceAll('<', '\\u003c'))}</script>`;
  return page('Architecture', body, '/_sandbox/architecture.js', 'full');
}

const groupAddress = (group: string): string => `/_sandbox/architecture?of=${encodeURIComponent(group)}`;

/** The page of what a node stands for; undefined where there is none. */
function opens({ kind, arn, group }: GraphNode): string | undefined {
  if (kind === 'service') return group === undefined ? undefined : groupAddress(group);
  if (kind === 'bus') return '/_sandbox/events';
  if (kind === 'mail') return '/_sandbox/mailbox';
  if (arn === undefined) return undefined;
  const store = storeKinds[kind];
  if (store !== undefined) return addressOf({ kind: store, name: nameIn(arn) });
  return kind === 'function' ? functionAddress(nameIn(arn)) : undefined;
}

/** Each node as a link to its page; a picture with links is no image to those who hear it. */
function linked(picture: string, { nodes }: View): Html {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const text = picture
    .replace('role="img"', 'role="group"')
    .replaceAll(/<g class="[^"]*" data-node="([^"]*)">[\s\S]*?<\/g>/g, (drawn, id: string) => {
      const node = known.get(id);
      const address = node && opens(node);
      if (!node || address === undefined) return drawn;
      const name = [node.group, node.label].filter((part) => part !== undefined).join(': ');
      return html`<a href="${address}" aria-label="${name}">${new Html(drawn)}</a>`.text;
    });
  return new Html(text);
}
