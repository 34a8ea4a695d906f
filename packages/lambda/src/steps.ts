/**
 * What a use case needs to conduct a process that lasts for days. It is run from its top again and again, and gets what was done
 * before from its history. So each name stands once, and whatever may come out differently (time, ids, what a table says) is a step.
 */
export interface Steps {
  /** Done at least once, then remembered for good. A failing one is tried again for hours. @throws what the last attempt threw */
  once<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  pause(name: string, seconds: number): Promise<void>;
  /** Lets somebody outside give a word, within this time from now on. */
  word(name: string, seconds: number): Promise<AwaitedWord>;
}

export interface AwaitedWord {
  /** Whoever has it can give the word. */
  token: string;
  /** Waits. @returns whether the word came in time */
  came(): Promise<boolean>;
}
