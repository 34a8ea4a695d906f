import type { Graph as DotGraph } from '@viz-js/viz';
import type { Graph, NodeKind } from './graph.ts';
import { pictureCss } from './picture-css.ts';
import { groupsOf } from './views.ts';

const shapes: Readonly<Record<NodeKind, string>> = {
  browser: 'ellipse',
  distribution: 'box',
  api: 'box',
  pool: 'box',
  function: 'box',
  service: 'box',
  rule: 'cds',
  schedule: 'cds',
  bus: 'box',
  archive: 'folder',
  table: 'cylinder',
  bucket: 'cylinder',
  queue: 'box3d',
  'dead-letters': 'box3d',
  topic: 'box',
  mail: 'note',
};

/** Text is laid out a little larger than it is drawn: not every reader has the font that Graphviz measures. */
const font = { fontname: 'Helvetica', fontsize: 14.5 };

/**
 * The graph as one SVG for a page that has `pictureCss`, laid out by Graphviz: the same text for the same graph. Nodes carry
 * their id as `data-node`, edges their ends' as `data-from` and `data-to`, so that a page can show what happens where.
 * @param title what somebody hears who does not see it
 */
export async function drawSvg(graph: Graph, title: string): Promise<string> {
  // Loaded by the first picture only: most runs draw none.
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  return dressed(viz.renderString(dotOf(graph), { format: 'svg' }), graph, title);
}

/** As a file of its own, with its style sheet in it. */
export const standalone = (svg: string): string =>
  svg.replace('</title>', `</title><style>${pictureCss}</style>`);

function dotOf(graph: Graph): DotGraph {
  const nodesOf = (group: string | undefined) =>
    graph.nodes
      .filter((node) => node.group === group)
      .map(({ id, kind, label }) => ({
        name: id,
        attributes: { id: `node ${id}`, class: kind, label, shape: shapes[kind], ...sizeOf(kind) },
      }));
  const last = busOfAll(graph);
  return {
    graphAttributes: { rankdir: 'LR', nodesep: 0.16, ranksep: 0.5, pad: 0.2, newrank: true, ...font },
    nodeAttributes: { ...font, margin: '0.12,0.06', height: 0.3 },
    edgeAttributes: { ...font, fontsize: 12, arrowsize: 0.6 },
    nodes: nodesOf(undefined).map((node) =>
      node.name === last ? { ...node, attributes: { ...node.attributes, height: 4.5 } } : node,
    ),
    edges: [
      ...graph.edges.map(({ from, to, kind, labels }, index) => ({
        // Whoever it tells is drawn before it.
        ...(from === last ? { tail: to, head: from } : { tail: from, head: to }),
        attributes: {
          id: `edge ${index}`,
          class: kind,
          ...(labels.length > 0 && { label: labels.join('\n') }),
          ...(from === last && { dir: 'back' }),
        },
      })),
      ...graph.nodes
        .filter(({ group }) => last !== undefined && group !== undefined)
        .map(({ id }) => ({ tail: id, head: last ?? '', attributes: { style: 'invis' } })),
    ],
    subgraphs: groupsOf(graph).map((group) => ({
      name: `cluster ${group}`,
      graphAttributes: { label: group, class: 'group', style: 'rounded', labeljust: 'l', margin: 12 },
      nodes: nodesOf(group),
    })),
  };
}

/** The bus over which groups talk to one another. */
function busOfAll({ nodes, edges }: Graph): string | undefined {
  const groupOf = new Map(nodes.map(({ id, group }) => [id, group]));
  const toldBy = (bus: string) =>
    new Set(edges.flatMap(({ from, to }) => (from === bus ? [groupOf.get(to)] : []))).size;
  return nodes.find(({ id, kind }) => kind === 'bus' && toldBy(id) > 1)?.id;
}

const sizeOf = (kind: NodeKind): Record<string, string | number> =>
  kind === 'bus' || kind === 'service' ? { height: 0.6, width: 1.4 } : {};

/** Graphviz' colours and fonts give way to the style sheet, and its ids to what a page can look up. */
function dressed(svg: string, graph: Graph, title: string): string {
  const [, size = ''] = /viewBox="([^"]+)"/.exec(svg) ?? [];
  const [, , width, height] = size.split(' ');
  const head = `<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="${size}" width="${width}" height="${height}" role="img">`;
  const drawn = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/<title>[\s\S]*?<\/title>\n?/g, '')
    .replace('<polygon fill="white" stroke="none"', '<polygon class="ground"')
    .replace(/ (?:fill|stroke|stroke-width|stroke-dasharray|font-family|font-size|font-weight)="[^"]*"/g, '')
    .replace(/<g id="node ([^"]+)" class="([^"]+)">/g, '<g class="$2" data-node="$1">')
    .replace(/<g id="edge (\d+)" class="([^"]+)">/g, (_, index: string, kinds: string) => {
      const edge = graph.edges[Number(index)];
      return `<g class="${kinds}" data-from="${edge?.from}" data-to="${edge?.to}">`;
    })
    .trim();
  return `${head}<title>${title}</title>${drawn}\n`;
}
