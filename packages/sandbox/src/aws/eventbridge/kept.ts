import type { KeptDefinitions } from '../../core/kept-definitions.ts';
import type { ArchiveDefinition } from './archives.ts';
import type { BusPolicyDefinition } from './bus-policy.ts';
import type { RuleDefinition } from './registry.ts';

/** What was made, changed or (`gone`) deleted through the API. */
export type KeptEventDefinition =
  | { kind: 'rule'; definition: RuleDefinition; gone?: true }
  | { kind: 'archive'; definition: ArchiveDefinition; gone?: true }
  | { kind: 'policy'; definition: BusPolicyDefinition; gone?: true };

export type EventDefinitions = KeptDefinitions<KeptEventDefinition>;
