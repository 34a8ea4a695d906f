import { type Reference, referencesIn } from '../template/references.ts';
import { placeOf, type Resource } from '../template/sam/expansion.ts';
import type { ReportProblem } from '../template/template-error.ts';

/** Why a name can be none of the resources, other than by being misspelt. */
export interface Absent {
  /** What the template names: its condition is false. */
  declared: ReadonlySet<string>;
  /** Names that are absent because of something that was reported already. */
  explained: ReadonlySet<string>;
  /** How names begin for which the same holds. */
  explainedBeginnings: readonly string[];
  /** True while conditions rest on values that are not known: they say nothing yet. */
  uncertain: boolean;
}

/** Says that a reference leads nowhere, unless that follows from what was said before. */
export function reportAbsent(
  { logicalId, place }: Reference,
  { declared, explained, explainedBeginnings, uncertain }: Absent,
  report: ReportProblem,
): void {
  if (explained.has(logicalId) || explainedBeginnings.some((beginning) => logicalId.startsWith(beginning)))
    return;
  if (!declared.has(logicalId))
    report(
      place,
      `there is no parameter or resource ${logicalId}; a reference names one of the same template.`,
    );
  else if (!uncertain)
    report(
      place,
      `refers to ${logicalId}, whose condition is false; put the reference into an Fn::If of that condition.`,
    );
}

/**
 * Puts the resources into an order in which each comes after those that it refers to, otherwise as the template has
 * them. A cycle and a name that is no resource are reported.
 *
 */
export function inOrder(
  resources: ReadonlyMap<string, Resource>,
  absent: Absent,
  report: ReportProblem,
): Resource[] {
  const ordered: Resource[] = [];
  const done = new Set<string>();
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
      else if (!(needed.place.endsWith('.DependsOn') && absent.declared.has(needed.logicalId))) {
        reportAbsent(needed, absent, report);
      }
    }
    if (done.has(logicalId)) return;
    done.add(logicalId);
    ordered.push(resource);
  }

  for (const resource of resources.values()) visit(resource, []);
  return ordered;
}

function needs(resource: Resource): Reference[] {
  const { logicalId, properties, dependsOn } = resource;
  return [
    ...dependsOn.map((other) => ({ logicalId: other, place: `Resources.${logicalId}.DependsOn` })),
    ...Object.entries(properties).flatMap(([name, value]) => referencesIn(value, placeOf(resource, [name]))),
  ];
}
