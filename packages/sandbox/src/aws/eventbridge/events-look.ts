import { type Difference, patternDifferences } from './pattern-differences.ts';
import type { Bus, Registry, Rule } from './registry.ts';

/** What the sandbox's own pages show of buses. */
export interface EventsLook {
  buses(): readonly Pick<Bus, 'name' | 'arn'>[];
  rules(busName: string): readonly Pick<Rule, 'name' | 'arn' | 'enabled' | 'pattern'>[];
  /** Which fields of a pattern differ from the event's. */
  differences(pattern: unknown, event: unknown): readonly Difference[];
}

export const lookAt = ({ buses, rulesOf }: Pick<Registry, 'buses' | 'rulesOf'>): EventsLook => ({
  ...{ buses, rules: rulesOf, differences: patternDifferences },
});
