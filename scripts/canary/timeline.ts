import type { ReleaseEvent } from '@shutterbus/sandbox/releases/release';

/** What happens to several functions within this time, in real milliseconds, is told in one line. */
const togetherMs = 2000;

/**
 * Turns the events of a release into lines for a reader.
 * @param nameOf a function's name in the template
 */
export function makeTimeline(nameOf: (functionName: string) => string, print: (line: string) => void) {
  const open = new Map<string, { event: ReleaseEvent; names: string[] }>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const { event, names } of open.values()) {
      const [first = '', ...others] = names;
      const who = others.length === 0 ? first : `${first} and ${others.length} more`;
      print(`${stamp(event.atMs)}  ${`${event.weight} %`.padStart(5)}  ${event.text} — ${who}`);
    }
    open.clear();
  }

  return {
    tell(event: ReleaseEvent): void {
      const name = nameOf(event.functionName);
      const known = open.get(event.text);
      if (known) known.names.push(name);
      else open.set(event.text, { event, names: [name] });
      timer ??= setTimeout(flush, togetherMs);
    },
    /** A line that belongs to no function. */
    note(atMs: number, text: string): void {
      flush();
      print(`${stamp(atMs)}         ${text}`);
    },
    flush,
  };
}

/** Minutes and seconds of AWS time. */
function stamp(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, '0')}`;
}
