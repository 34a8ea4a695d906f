import { readStacks, type Stack, type Stacks } from './templates.ts';

export type Check = (stack: Stack, service: string, all: Stacks) => string[];

/** By what is to be said of it: where, which check, and what is done to a copy of the templates. */
export type Breakages = Record<
  string,
  [service: string, check: Check, spoil: (stack: Stack, all: Stacks) => void]
>;

/** Breaks a copy of the templates in each of these ways; the check has to name just that. */
export function seeProblems(breakages: Breakages): void {
  const { stacks } = readStacks();
  it.each(Object.entries(breakages))('%s', (problem, [service, check, spoil]) => {
    const copy = structuredClone(stacks);
    const stack = copy[service] ?? {};
    spoil(stack, copy);
    expect(check(stack, service, copy)).toContain(problem);
    // It comes from the damage and was not there before; a changed preference does damage without the copy.
    if (JSON.stringify(copy) !== JSON.stringify(stacks))
      expect(check(stacks[service] ?? {}, service, stacks)).not.toContain(problem);
  });
}
