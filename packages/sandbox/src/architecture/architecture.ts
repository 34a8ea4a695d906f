import type { ResourceRecord, StackRecord } from '../stack/stack-records.ts';
import { mappings, scalarText, texts, type Value } from '../template/value.ts';
import { edgesFrom, edgesOfPolicies, type Find } from './edges.ts';
import { type Graph, type GraphEdge, type GraphNode, merged } from './graph.ts';
import { type Drawn, drawnResources } from './nodes.ts';

const browser: GraphNode = { id: 'browser', kind: 'browser', label: 'Browser' };
const defaultBus: GraphNode = { id: 'default-bus', kind: 'bus', label: 'default bus' };
const mail: GraphNode = { id: 'mail', kind: 'mail', label: 'SES' };

/**
 * Who is there and who calls whom, from what the running stacks were made with: events, mappings, integrations, triggers and
 * what roles allow. A function that only a release calls has no part in it.
 */
export function architectureOf(stacks: readonly StackRecord[]): Graph {
  const drawn = drawnResources(stacks);
  const find = finder(drawn);
  const resources = stacks.flatMap((stack) => stack.resources);
  const roles = new Map(
    resources.flatMap((role) =>
      role.type === 'AWS::IAM::Role' ? [[role.attributes.Arn, role] as const] : [],
    ),
  );
  const nodeOf = new Map(drawn.map(({ id, resource }) => [resource, id]));
  const edges: GraphEdge[] = [];
  for (const resource of resources) {
    // What configures a function belongs to it.
    const owner = nodeOf.get(resource) ?? find(scalarText(resource.properties.FunctionName ?? ''));
    edges.push(...edgesFrom(owner, resource, find));
  }
  for (const { id, kind, resource } of drawn) {
    if (kind === 'distribution') edges.push({ from: browser.id, to: id, kind: 'calls', labels: [] });
    if (kind === 'pool') edges.push({ from: browser.id, to: id, kind: 'calls', labels: ['sign-in'] });
    const role = roles.get(scalarText(resource.properties.Role ?? '') ?? '');
    if (kind === 'function' && role) edges.push(...edgesOfPolicies(id, policiesOf(role, resources), find));
  }
  const known = merged(edges);
  const touched = new Set(known.flatMap(({ from, to }) => [from, to]));
  const called = new Set(known.map(({ to }) => to));
  const nodes = [browser, defaultBus, mail, ...drawn.map(({ resource: _, ...node }) => node)].filter(
    ({ id, kind }) => (kind === 'function' ? called.has(id) : touched.has(id)),
  );
  const kept = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: known.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
}

/** In the role, or apart from it where together they would close a cycle. */
const policiesOf = (
  { physicalId, properties }: ResourceRecord,
  resources: readonly ResourceRecord[],
): (Value | undefined)[] => [
  ...mappings(properties.Policies).map((policy) => policy.PolicyDocument),
  ...resources.flatMap(({ type, properties: { Roles, PolicyDocument } }) =>
    type === 'AWS::IAM::Policy' && texts(Roles).includes(physicalId) ? [PolicyDocument] : [],
  ),
];

function finder(drawn: readonly Drawn[]): Find {
  const known = new Map<string, string>();
  for (const { id, resource } of drawn) {
    const { physicalId, attributes } = resource;
    const { Arn, DomainName, RegionalDomainName, ApiEndpoint } = attributes;
    const names = [physicalId, Arn, DomainName, RegionalDomainName, ApiEndpoint?.replace(/^https:\/\//, '')];
    for (const name of names) if (name !== undefined) known.set(name, id);
  }
  known.set('default', defaultBus.id);
  return (reference) => {
    if (reference === undefined || reference === '') return undefined;
    if (/^arn:aws:ses:/.test(reference)) return mail.id;
    if (/^arn:aws:events:[^:]+:\d+:event-bus\/default$/.test(reference)) return defaultBus.id;
    return known.get(reference) ?? known.get(ownerOf(reference));
  };
}

/** Aliases, versions and integrations lead to a function, streams and indexes to a table, objects to a bucket. */
const ownerOf = (reference: string): string =>
  /arn:aws:lambda:[^:]+:\d+:function:[\w-]+/.exec(reference)?.[0] ??
  reference
    .replace(/^(arn:aws:dynamodb:[^/]+\/[^/]+)\/.*$/, '$1')
    .replace(/^(arn:aws:s3:::[^/]+)\/.*$/, '$1');
