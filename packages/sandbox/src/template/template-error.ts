/** Everything that is wrong with a template, or that the sandbox does not support in it, in one message. */
export class TemplateError extends Error {
  readonly code = 'template-unusable';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const unique = [...new Set(problems)];
    super(unique.length === 1 ? unique[0] : `The template has ${unique.length} problems:\n${list(unique)}`);
    this.name = 'TemplateError';
    this.problems = unique;
  }
}

const list = (problems: readonly string[]): string => problems.map((problem) => `  - ${problem}`).join('\n');

/** Takes one sentence about one place of a template, such as `Resources.Table.Properties.Name: …`. */
export type ReportProblem = (place: string, sentence: string) => void;
