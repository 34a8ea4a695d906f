import { type Graph, type GraphEdge, type GraphNode, merged } from './graph.ts';

/** A graph to be drawn, and where in it each resource of the whole is seen. */
export interface View extends Graph {
  /** From an ARN to the node that stands for it. */
  places: Readonly<Record<string, string>>;
}

/** Names of the groups, in the order of the template. */
export const groupsOf = ({ nodes }: Graph): string[] => [
  ...new Set(nodes.flatMap(({ group }) => (group === undefined ? [] : [group]))),
];

/**
 * The whole on one page: each group keeps what holds data, and its functions are one node; rules become words on the way from
 * the bus. Where failures go is left to the views of groups.
 */
export function overview(graph: Graph): View {
  const nodeOf = new Map(graph.nodes.map((node) => [node.id, node]));
  const services = groupsOf(graph).map((group): GraphNode => {
    const own = graph.nodes.filter((node) => node.group === group && node.kind === 'function');
    return { id: `${group}/`, kind: 'service', label: `${own.length} functions`, group };
  });
  const shown = graph.nodes.filter((node) => standIn(node) === node.id && node.kind !== 'dead-letters');
  const ids = new Set([...shown, ...services].map(({ id }) => id));
  const edges = graph.edges.flatMap((edge): GraphEdge[] => {
    const [from, to] = [nodeOf.get(edge.from), nodeOf.get(edge.to)];
    if (!from || !to || edge.kind === 'fails') return [];
    const ends = { from: standIn(from), to: standIn(to) };
    // Within a group it is enough to see that its functions use what it has.
    if (from.group !== undefined && from.group === to.group)
      return [{ ...ends, kind: edge.kind === 'hands-over' ? 'hands-over' : 'writes', labels: [] }];
    // What a rule waits for stands on the way from the bus.
    return [{ ...edge, ...ends, labels: to.kind === 'rule' ? to.label.split(', ') : edge.labels }];
  });
  return {
    nodes: [...shown, ...services],
    edges: merged(edges).filter(({ from, to }) => ids.has(from) && ids.has(to)),
    places: placesOf(graph.nodes.map((node) => [node, standIn(node)])),
  };
}

const standIn = ({ id, kind, group }: GraphNode): string =>
  group !== undefined && ['function', 'api', 'rule', 'schedule'].includes(kind) ? `${group}/` : id;

/**
 * One group whole, with what it touches elsewhere. What is elsewhere and both hands over and takes stands at both ends of
 * the picture, so that all of it reads in one direction.
 */
export function viewOf(graph: Graph, group: string): View {
  const own = new Set(graph.nodes.flatMap((node) => (node.group === group ? [node.id] : [])));
  const edges = graph.edges.filter(({ from, to }) => own.has(from) || own.has(to)).filter(tellsMore(graph));
  const givers = new Set(edges.map(({ from }) => from));
  const takes = (id: string): string => (own.has(id) || !givers.has(id) ? id : `${id} takes`);
  const drawn = edges.map((edge) => ({ ...edge, to: takes(edge.to) }));
  const touched = new Set(drawn.flatMap(({ from, to }) => [from, to]));
  const nodes = graph.nodes
    .flatMap((node) => [node, { ...node, id: `${node.id} takes` }])
    .filter(({ id }) => touched.has(id));
  return {
    nodes,
    edges: drawn,
    places: placesOf(nodes.map((node) => [node, node.id.replace(/ takes$/, '')])),
  };
}

const placesOf = (seen: [GraphNode, string][]): Record<string, string> =>
  Object.fromEntries(seen.flatMap(([{ arn }, place]) => (arn === undefined ? [] : [[arn, place]])));

/**
 * Whoever writes may read as well, and may write to where its failures go. A rule's failures go where its target's go, nearly
 * always: then the target's say it.
 */
function tellsMore({ nodes, edges }: Graph): (edge: GraphEdge) => boolean {
  const known = new Set(edges.map(({ from, to, kind }) => `${kind} ${from} ${to}`));
  const kindOf = new Map(nodes.map(({ id, kind }) => [id, kind]));
  return ({ from, to, kind }) => {
    if (kind === 'reads') return !known.has(`writes ${from} ${to}`);
    if (kind === 'writes') return !known.has(`fails ${from} ${to}`);
    if (kind !== 'fails' || kindOf.get(from) === 'function') return true;
    const targets = edges.filter((edge) => edge.from === from && edge.kind === 'hands-over');
    return !targets.every((edge) => known.has(`fails ${edge.to} ${to}`));
  };
}
