import type { Archives } from './archives.ts';
import { type Difference, patternDifferences } from './pattern-differences.ts';
import type { Bus, Registry, Rule } from './registry.ts';
import type { DeliveredEvent } from './target-input.ts';

/** What the sandbox's own pages show of buses. */
export interface EventsLook {
  buses(): readonly Pick<Bus, 'name' | 'arn'>[];
  rules(busName: string): readonly Pick<Rule, 'name' | 'arn' | 'enabled' | 'pattern'>[];
  archives(): { name: string; events: number }[];
  /** Events in the archives whose JSON has this text in it, oldest first. */
  archived(text: string): { id: string; at: number; text: string }[];
  /** Which fields of a pattern differ from the event's. */
  differences(pattern: unknown, event: unknown): readonly Difference[];
}

export const lookAt = (
  { buses, rulesOf }: Pick<Registry, 'buses' | 'rulesOf'>,
  { holding, list, totals }: Pick<Archives, 'holding' | 'list' | 'totals'>,
): EventsLook => ({
  ...{ buses, rules: rulesOf, differences: patternDifferences },
  archives: () => list().map((archive) => ({ name: archive.name, events: totals(archive).EventCount })),
  archived: (wanted) =>
    holding(wanted).map((text) => {
      const { id, time } = JSON.parse(text) as DeliveredEvent;
      return { id, at: Date.parse(time), text };
    }),
});
