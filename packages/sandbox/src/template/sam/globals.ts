import type { ReportProblem } from '../template-error.ts';
import { intrinsicOf, isMapping, type Mapping, type Value } from '../value.ts';

/** Sections of Globals that have an effect here, and the resource types that they hold for. */
const sections: Record<string, string> = {
  Function: 'AWS::Serverless::Function',
  HttpApi: 'AWS::Serverless::HttpApi',
};

/** Merges the template's Globals into a resource's own properties, as SAM does. */
export function withGlobals(type: string, own: Mapping, globals: Mapping): Mapping {
  const section = Object.keys(sections).find((name) => sections[name] === type);
  const shared = section === undefined ? undefined : globals[section];
  const merged = shared === undefined ? own : merge(shared, own);
  return isMapping(merged) ? merged : own;
}

export function checkGlobals(globals: Mapping, report: ReportProblem): void {
  for (const name of Object.keys(globals)) {
    if (!Object.hasOwn(sections, name))
      report(`Globals.${name}`, 'this section of Globals is not supported.');
  }
}

/** Mappings are merged, lists are joined (the shared items first), anything else is replaced by the resource's own. */
function merge(shared: Value, own: Value): Value {
  if (Array.isArray(shared) && Array.isArray(own)) return [...shared, ...own];
  if (!isMapping(shared) || !isMapping(own) || intrinsicOf(shared) || intrinsicOf(own)) return own;
  const merged: Mapping = { ...shared };
  for (const [key, value] of Object.entries(own)) {
    const other = shared[key];
    merged[key] = other === undefined ? value : merge(other, value);
  }
  return merged;
}
