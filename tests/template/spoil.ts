import { isMapping, type Mapping } from '@shutterbus/sandbox/template/value';
import { statementsOf } from './functions.ts';
import type { Stack } from './templates.ts';
import { at } from './values.ts';

/** The properties of a resource of a copy, to be changed. */
export function of(stack: Stack, id: string): Mapping {
  const resource = stack[id];
  if (!resource) throw new Error(`the template has no ${id}`);
  return resource.properties;
}

/** Writes into a mapping or a list of a copy. */
export function put(target: unknown, key: string | number, value: Mapping[string]): void {
  if (Array.isArray(target)) target[Number(key)] = value;
  else if (isMapping(target)) target[key] = value;
  else throw new Error(`there is nothing to put ${key} into`);
}

/** Takes a property of a copy away. */
export const remove = (target: Mapping, key: string): boolean => delete target[key];

/** The statement of a role's policies that grants an action. */
export const granting = (stack: Stack, role: string, action: string): Mapping | undefined =>
  statementsOf(of(stack, role)).find(({ actions }) => actions.includes(action))?.statement;

/** The first statement of a role's policy. */
export const statement = (stack: Stack, role: string, index = 0) =>
  at(of(stack, role), 'Policies', index, 'PolicyDocument', 'Statement', 0);
