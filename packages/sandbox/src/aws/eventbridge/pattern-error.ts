/** A pattern that EventBridge would refuse; the message names the field and what is wrong with it. */
export class InvalidPatternError extends Error {
  readonly code = 'InvalidEventPatternException';

  /** @param where dotted path of the field, empty for the pattern itself */
  constructor(where: string, problem: string) {
    super(`Event pattern is not valid. ${where === '' ? 'The pattern' : `Field "${where}"`}: ${problem}`);
    this.name = 'InvalidPatternError';
  }
}
