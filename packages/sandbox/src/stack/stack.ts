import type { ResourceResult } from '../core/resource.ts';
import { evaluate } from '../template/intrinsics.ts';
import type { Resource } from '../template/sam/expansion.ts';
import { TemplateError } from '../template/template-error.ts';
import { isMapping, scalarText, type Value } from '../template/value.ts';
import { type AppliedResources, keyOf } from './applied-resources.ts';
import { type CheckNeeds, check, nestedRequest, nestedType, notesOf } from './check.ts';
import { inertResource } from './inert-types.ts';
import { type PlanRequest, planStack, type StackPlan, type TemplateCache } from './plan.ts';
import type { StackRecord, StackRecords } from './stack-records.ts';
import { beginUpdate, physicalNameOf, type StackChanges, type Update } from './update.ts';

export interface Deployment extends CheckNeeds {
  records: StackRecords;
  applied: AppliedResources;
  /** Keys of the resources that this process knows of; changed by each deployment. */
  known: Set<string>;
}

/** What a deployment came to. */
export interface Deployed {
  /** Of the root stack. */
  outputs: Record<string, string>;
  changes: StackChanges;
}

/** A template that was found good, with its nested ones; nothing is made yet. */
export interface CheckedStack {
  /** What a developer should know before it is made, a line each. */
  notes: string[];
  /**
   * Brings what stands to what the template says: makes, changes, replaces and takes away what differs, in order. When a
   * step fails, everything is brought back to the last good state. @throws TemplateError
   */
  make(): Promise<Deployed>;
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
  return { notes: notesOf(notes), make: () => deploy(plan, deployment, cache) };
}

async function deploy(plan: StackPlan, deployment: Deployment, cache: TemplateCache): Promise<Deployed> {
  const { records, applied, known, providers } = deployment;
  const update = beginUpdate(applied.all(), known, providers);
  const bringBackRecords = records.restart();
  try {
    const outputs = await make(plan, { ...deployment, update }, cache, undefined);
    const { applied: standing, changes } = await update.finish();
    applied.save(standing);
    known.clear();
    for (const resource of standing) known.add(keyOf(resource));
    return { outputs, changes };
  } catch (error) {
    await update.undo();
    bringBackRecords();
    throw error;
  }
}

interface Underway extends Deployment {
  update: Update;
}

/** Makes the resources of one stack, in order. */
async function make(
  plan: StackPlan,
  deployment: Underway,
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
  { logicalId, type, properties, dependsOn }: Resource,
  plan: StackPlan,
  deployment: Underway,
  cache: TemplateCache,
  record: StackRecord,
): Promise<ResourceResult> {
  const { update } = deployment;
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
  const wanted = {
    ...{ logicalId, type, properties, dependsOn, place, stackName: plan.stackName },
    ...plan.policiesOf(logicalId),
  };
  const provider = deployment.providers.get(type);
  if (provider) return add(await update.settle(wanted, provider));
  const physicalName = physicalNameOf(plan.stackName, logicalId);
  const inert = inertResource(type, physicalName, properties, deployment.world);
  if (!inert)
    throw new TemplateError([`${place}: the resource type ${type} is not supported by the sandbox.`]);
  return add(update.note(wanted, inert.result), inert.reason);
}

const text = (value: Value): string =>
  Array.isArray(value) ? value.map(text).join(',') : (scalarText(value) ?? JSON.stringify(value));
