import { type Reference, referencesIn } from '../template/references.ts';
import type { Resource } from '../template/sam/expansion.ts';
import type { ReportProblem } from '../template/template-error.ts';

/**
 * Puts the resources into an order in which each comes after those that it refers to, otherwise as the template has
 * them. A cycle and a name that is no resource are reported.
 *
 * @param declaredIds what the template itself names, to tell a false condition from a misspelt name
 */
export function inOrder(
  resources: ReadonlyMap<string, Resource>,
  declaredIds: readonly string[],
  report: ReportProblem,
): Resource[] {
  const ordered: Resource[] = [];
  const done = new Set<string>();
  const unknown = (place: string, logicalId: string): void => {
    const sentence = declaredIds.includes(logicalId)
      ? `refers to ${logicalId}, whose condition is false.`
      : `there is no parameter or resource ${logicalId}.`;
    report(place, sentence);
  };

  function visit(resource: Resource, path: readonly string[]): void {
    const { logicalId } = resource;
    if (done.has(logicalId)) return;
    const start = path.indexOf(logicalId);
    if (start >= 0) {
      report(
        `Resources.${logicalId}`,
        `the resources need one another: ${[...path.slice(start), logicalId].join(' → ')}.`,
      );
      return;
    }
    for (const needed of needs(resource)) {
      const other = resources.get(needed.logicalId);
      if (other) visit(other, [...path, logicalId]);
      // CloudFormation ignores a DependsOn on a resource whose condition is false.
      else if (!(needed.place.endsWith('.DependsOn') && declaredIds.includes(needed.logicalId))) {
        unknown(needed.place, needed.logicalId);
      }
    }
    if (done.has(logicalId)) return;
    done.add(logicalId);
    ordered.push(resource);
  }

  for (const resource of resources.values()) visit(resource, []);
  return ordered;
}

function needs({ logicalId, properties, dependsOn }: Resource): Reference[] {
  const place = `Resources.${logicalId}`;
  return [
    ...dependsOn.map((other) => ({ logicalId: other, place: `${place}.DependsOn` })),
    ...referencesIn(properties, `${place}.Properties`),
  ];
}
