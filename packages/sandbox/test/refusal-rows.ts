import { planStack, type TemplateCache } from '../src/stack/plan.ts';
import { resourceRefusals } from '../src/stack/refusals/refusals.ts';
import { templateRefusals } from '../src/stack/refusals/template-refusals.ts';
import { parseTemplate } from '../src/template/read-template.ts';
import { readSections } from '../src/template/sections.ts';

/** A rule, a template that breaks it, what is said then, and perhaps a template beside it that is right. */
export interface RefusalRow {
  rule: string;
  template: string;
  says: string;
  right?: string;
}

/** Rows whose template is one resource `X` of a type with these properties, written as the inside of a flow mapping. */
export function rowsOn(
  type: string,
  rows: readonly (readonly [rule: string, properties: string, says: string, right?: string])[],
): RefusalRow[] {
  const resource = (properties: string): string =>
    `Resources: { X: { Type: ${type}, Properties: { ${properties} } } }`;
  return rows.map(([rule, properties, says, right]) => ({
    ...{ rule, says, template: resource(properties) },
    ...(right !== undefined && { right: resource(right) }),
  }));
}

/** Rows whose template is a list of resources, a line each: `Q: { Type: … }`. */
export const rowsOf = (
  rows: readonly (readonly [rule: string, resources: string, says: string, right?: string])[],
): RefusalRow[] => {
  const template = (resources: string): string =>
    `Resources:\n  ${resources.trim().replaceAll(/\n\s*/g, '\n  ')}\n`;
  return rows.map(([rule, resources, says, right]) => ({
    ...{ rule, says, template: template(resources) },
    ...(right !== undefined && { right: template(right) }),
  }));
};

const file = '/app/template.yaml';

/** What one rule says of a template. @param now milliseconds since the epoch */
export function saidBy(rule: string, text: string, now = Date.parse('2026-11-28')): string[] {
  const read = { ...readSections(parseTemplate(text, file)), warnings: [] };
  const ofTemplate = templateRefusals.find((each) => each.rule === rule);
  if (ofTemplate)
    return [...ofTemplate.find(read.template)].map(([place, sentence]) => `${place}: ${sentence}`);
  const refusal = resourceRefusals.find((each) => each.rule === rule);
  if (!refusal) throw new Error(`There is no rule "${rule}".`);
  const cache: TemplateCache = new Map([[file, read]]);
  const world = { region: 'eu-central-2', accountId: '000000000000' };
  const plan = planStack({ templateFile: file, stackName: 'app', parameters: {} }, world, cache);
  const around = { resources: new Map(plan.resources.map((each) => [each.logicalId, each])), now };
  return [...plan.declared, ...plan.resources].flatMap((resource) =>
    resource.type === refusal.type &&
    (refusal.type.startsWith('AWS::Serverless') || around.resources.get(resource.logicalId) === resource)
      ? [...refusal.find(resource, around)].map(
          ({ path, sentence }) => `${resource.logicalId}.${path.join('.')}: ${sentence}`,
        )
      : [],
  );
}

/** One test for each row, named like its rule. */
export function testRefusals(rows: readonly RefusalRow[]): void {
  it.each(rows)('$rule', ({ rule, template, says, right }) => {
    expect(saidBy(rule, template)).toEqual([expect.stringContaining(says)]);
    if (right !== undefined) expect(saidBy(rule, right)).toEqual([]);
  });
}
