import type { Context } from 'aws-lambda';

/**
 * By what name a function was called: people, events and queues call its `alias`; a release's hook asks a `version` by its number; a
 * hook itself, and whatever a developer calls by hand, goes by its bare `name`.
 */
export function calledBy({ invokedFunctionArn }: Context): 'alias' | 'version' | 'name' {
  const [, , , , , , , qualifier] = invokedFunctionArn.split(':');
  if (qualifier === undefined) return 'name';
  return /^\d+$/.test(qualifier) ? 'version' : 'alias';
}
