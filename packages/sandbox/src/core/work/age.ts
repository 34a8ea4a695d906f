/**
 * How old a piece of work is: real time in which it waited for something (its turn, room) or ran, plus AWS time of the
 * waits between attempts. So a slow machine, which makes work wait and run longer, ages it no faster than AWS would; and
 * time in which the sandbox was off does not count. A class, since there is one for each of many thousands that wait.
 */
export class Age {
  #countedMs: number;
  /** Undefined during a wait between attempts. */
  #since: number | undefined;

  /** @param now as in all methods: real milliseconds since any moment, never going back, as of `performance.now()` */
  constructor(countedMs: number, now: number) {
    this.#countedMs = countedMs;
    this.#since = now;
  }

  /** Milliseconds. During a wait between attempts, the age that it will have at the wait's end. */
  ms(now: number): number {
    return this.#since === undefined ? this.#countedMs : this.#countedMs + now - this.#since;
  }

  /** A wait between attempts begins, `awsMs` of AWS time long; real time does not count until `resume`. */
  pause(now: number, awsMs: number): void {
    this.#countedMs = this.ms(now) + awsMs;
    this.#since = undefined;
  }

  resume(now: number): void {
    this.#since ??= now;
  }
}
