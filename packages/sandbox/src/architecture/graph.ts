/** What a node of the picture is; each kind has its shape. */
export type NodeKind =
  | 'browser'
  | 'distribution'
  | 'api'
  | 'pool'
  | 'function'
  | 'rule'
  | 'schedule'
  | 'bus'
  | 'archive'
  | 'table'
  | 'bucket'
  | 'queue'
  | 'dead-letters'
  | 'topic'
  | 'mail'
  | 'service';

export interface GraphNode {
  /** `<group>/<logical id>`, or the logical id alone in the root stack: the same at each start. */
  id: string;
  kind: NodeKind;
  label: string;
  /** Logical id of the nested stack that has it; absent in the root stack. */
  group?: string;
  /** By which facts about it are told; absent for what has none. */
  arn?: string;
}

/**
 * `calls`: somebody waits for the answer · `hands-over`: accepted, and done later · `reads`, `writes`: what a role may do
 * with data · `fails`: where goes what is given up.
 */
export type EdgeKind = 'calls' | 'hands-over' | 'reads' | 'writes' | 'fails';

export interface GraphEdge {
  from: string;
  to: string;
  kind: EdgeKind;
  /** Routes, detail types, triggers; several when several edges are drawn as one. */
  labels: readonly string[];
}

/** Who is there, and who calls whom. */
export interface Graph {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
}

/** One edge for all of the same kind between the same two nodes, with the labels of each; none from a node to itself. */
export function merged(edges: Iterable<GraphEdge>): GraphEdge[] {
  const byEnds = new Map<string, GraphEdge>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    const key = [edge.from, edge.to, edge.kind].join(' ');
    const labels = [...new Set([...(byEnds.get(key)?.labels ?? []), ...edge.labels])];
    byEnds.set(key, { ...edge, labels });
  }
  return [...byEnds.values()];
}
