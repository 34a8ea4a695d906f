import { createHash } from 'node:crypto';
import type { ResourceResult } from '../core/resource.ts';
import { evaluate } from '../template/intrinsics.ts';
import type { Resource } from '../template/sam/expansion.ts';
import { TemplateError } from '../template/template-error.ts';
import { isMapping, scalarText, type Value } from '../template/value.ts';
import { type CheckNeeds, check, nestedRequest, nestedType, notesOf, sentenceAt } from './check.ts';
import { inertResource } from './inert-types.ts';
import { type PlanRequest, planStack, type StackPlan, type TemplateCache } from './plan.ts';
import { readProperties } from './read-properties.ts';
import type { StackRecord, StackRecords } from './stack-records.ts';

export interface Deployment extends CheckNeeds {
  records: StackRecords;
}

/** A template that was found good, with its nested ones; nothing is made yet. */
export interface CheckedStack {
  /** What a developer should know before it is made, a line each. */
  notes: string[];
  /** Makes every resource in order. @returns the stack's outputs @throws TemplateError */
  make(): Promise<Record<string, string>>;
}

/**
 * Reads a template with its nested ones and looks for everything that can be found without making anything.
 * @throws TemplateError that lists everything that is wrong or unsupported
 */
export function checkStack(request: PlanRequest, deployment: Deployment): CheckedStack {
  const cache: TemplateCache = new Map();
  const plan = planStack(request, deployment.world, cache);
  const { problems, notes } = check(plan, deployment, cache);
  if (problems.length > 0) throw new TemplateError(problems);
  return { notes: notesOf(notes), make: () => make(plan, deployment, cache, undefined) };
}

/** Makes the resources of one stack, in order. */
async function make(
  plan: StackPlan,
  deployment: Deployment,
  cache: TemplateCache,
  parent: StackPlan | undefined,
): Promise<Record<string, string>> {
  const record = deployment.records.begin({
    stackName: plan.stackName,
    stackId: plan.stackId,
    description: plan.description,
    parentId: parent?.stackId,
    parameters: Object.fromEntries([...plan.parameters].map(([key, value]) => [key, text(value)])),
  });
  for (const resource of plan.resources) {
    const properties = evaluate(
      resource.properties,
      plan.scope,
      `Resources.${resource.logicalId}.Properties`,
    );
    if (plan.problems.length > 0) throw new TemplateError(plan.problems);
    const settled = { ...resource, properties: isMapping(properties) ? properties : {} };
    const result = await makeResource(settled, plan, deployment, cache, record);
    plan.made.set(resource.logicalId, result);
  }
  const outputs: Record<string, string> = {};
  for (const { name, value } of plan.outputs) {
    outputs[name] = text(evaluate(value, plan.scope, `Outputs.${name}`) ?? '');
  }
  if (plan.problems.length > 0) throw new TemplateError(plan.problems);
  record.outputs = plan.outputs.map(({ name, description }) => ({
    name,
    value: outputs[name] ?? '',
    description,
  }));
  record.finishedAt = deployment.world.now();
  return outputs;
}

async function makeResource(
  { logicalId, type, properties }: Resource,
  plan: StackPlan,
  deployment: Deployment,
  cache: TemplateCache,
  record: StackRecord,
): Promise<ResourceResult> {
  const place = `${plan.file}: Resources.${logicalId}`;
  const add = (result: ResourceResult, reason?: string): ResourceResult => {
    const { ref: physicalId, attributes } = result;
    const madeAt = deployment.world.now();
    record.resources.push({ logicalId, physicalId, type, attributes, properties, madeAt, reason });
    return result;
  };
  if (type === nestedType) {
    const request = nestedRequest(plan, logicalId, properties);
    if (!request) throw new TemplateError([`${place}.Properties.TemplateURL: must be a local file.`]);
    const nested = planStack(request, deployment.world, cache);
    const { problems } = check(nested, deployment, cache);
    if (problems.length > 0) throw new TemplateError(problems);
    const outputs = await make(nested, deployment, cache, plan);
    const attributes = Object.entries(outputs).map(([name, value]) => [`Outputs.${name}`, value]);
    return add({ ref: nested.stackId, attributes: Object.fromEntries(attributes) });
  }
  const physicalName = physicalNameOf(plan.stackName, logicalId);
  const provider = deployment.providers.get(type);
  if (!provider) {
    const inert = inertResource(type, physicalName, properties, deployment.world);
    if (!inert)
      throw new TemplateError([`${place}: the resource type ${type} is not supported by the sandbox.`]);
    return add(inert.result, inert.reason);
  }
  const reading = readProperties(provider.properties, properties);
  if ('faults' in reading)
    throw new TemplateError(reading.faults.map((fault) => sentenceAt(`${place}.Properties`, fault)));
  const request = { logicalId, stackName: plan.stackName, physicalName, properties: reading.properties };
  try {
    return add(await provider.apply(request));
  } catch (error) {
    throw new TemplateError([
      `${place} (${type}): ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}

/** Lambda, IAM and EventBridge refuse longer names. */
const longestName = 64;

/** `<stack>-<logical id>`, the same at every start; a long one is cut and told apart by a digest. */
function physicalNameOf(stackName: string, logicalId: string): string {
  const name = `${stackName}-${logicalId}`;
  if (name.length <= longestName) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, longestName - 9)}-${digest}`;
}

const text = (value: Value): string =>
  Array.isArray(value) ? value.map(text).join(',') : (scalarText(value) ?? JSON.stringify(value));
