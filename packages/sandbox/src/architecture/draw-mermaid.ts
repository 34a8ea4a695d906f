import type { EdgeKind, Graph, GraphNode, NodeKind } from './graph.ts';
import { groupsOf } from './views.ts';

/** How Mermaid writes a node of each kind around its label. */
const brackets: Readonly<Record<NodeKind, [string, string]>> = {
  browser: ['([', '])'],
  distribution: ['[', ']'],
  api: ['[', ']'],
  pool: ['[', ']'],
  function: ['[', ']'],
  service: ['[', ']'],
  rule: ['>', ']'],
  schedule: ['>', ']'],
  bus: ['[[', ']]'],
  archive: ['[(', ')]'],
  table: ['[(', ')]'],
  bucket: ['[(', ')]'],
  queue: ['[/', '/]'],
  'dead-letters': ['[/', '/]'],
  topic: ['[', ']'],
  mail: ['[', ']'],
};

const arrows: Readonly<Record<EdgeKind, string>> = {
  calls: '-->',
  'hands-over': '==>',
  reads: '-->',
  writes: '-->',
  fails: '-.->',
};

/** The graph as a Mermaid flow chart, for pages that draw one from text. */
export function drawMermaid(graph: Graph): string {
  const names = new Map(graph.nodes.map(({ id }, index) => [id, `n${index}`]));
  const lineOf = ({ id, kind, label }: GraphNode): string => {
    const [before, after] = brackets[kind];
    return `${names.get(id)}${before}"${label}"${after}`;
  };
  const outside = graph.nodes.filter(({ group }) => group === undefined);
  return [
    'flowchart LR',
    ...outside.map((node) => `  ${lineOf(node)}`),
    ...groupsOf(graph).flatMap((group) => [
      `  subgraph ${group}`,
      ...graph.nodes.filter((node) => node.group === group).map((node) => `    ${lineOf(node)}`),
      '  end',
    ]),
    ...graph.edges.map(({ from, to, kind, labels }) => {
      const text = labels.length === 0 ? '' : `|"${labels.join('<br>')}"|`;
      return `  ${names.get(from)} ${arrows[kind]}${text} ${names.get(to)}`;
    }),
    '',
  ].join('\n');
}
