import { drawSvg } from '../architecture/draw-svg.ts';
import type { Graph } from '../architecture/graph.ts';
import { groupsOf, overview, viewOf } from '../architecture/views.ts';
import { Html, html, page } from './html.ts';

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
${groups.map((name) => tab(name, `/_sandbox/architecture?of=${encodeURIComponent(name)}`, name === group))}
</nav>
<p class="muted">Yellow: accepted, and done later. Grey: somebody waits, reads or writes. Dashed: where failures go.
Numbers count what has happened since this page was opened: on a bus its events, on a function what it has done.</p>
<div class="tools" role="group" aria-label="Size"><button type="button" data-zoom="0.8" aria-label="Smaller">−</button>
<button type="button" data-zoom="1.25" aria-label="Larger">+</button>
<button type="button" data-zoom="0">Fit</button></div>
<div class="canvas" id="canvas" tabindex="0" role="region" aria-label="Picture">${new Html(picture)}</div>
<p id="told" class="muted" role="status"></p>
<script type="application/json" id="places">${new Html(JSON.stringify(view.places).replaceAll('<', '\\u003c'))}</script>`;
  return page('Architecture', body, '/_sandbox/architecture.js', 'full');
}
