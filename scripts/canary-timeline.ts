import type { ReleaseEvent } from '@shutterbus/sandbox/releases/release';

/**
 * Turns the events of a release into lines for a reader: what happens to several functions at the same moment is one line.
 * @param nameOf a function's name in the template
 */
export function makeTimeline(nameOf: (functionName: string) => string, print: (line: string) => void) {
  let open: { event: ReleaseEvent; names: Set<string> } | undefined;

  function flush(): void {
    if (!open) return;
    const { event, names } = open;
    open = undefined;
    const [first = '', ...others] = [...names];
    const who = others.length === 0 ? first : `${first} and ${others.length} more`;
    print(`${stamp(event.atMs)}  ${`${event.weight} %`.padStart(5)}  ${event.text} — ${who}`);
  }

  return {
    tell(event: ReleaseEvent): void {
      const name = nameOf(event.functionName);
      if (open && open.event.text === event.text && open.event.weight === event.weight) open.names.add(name);
      else {
        flush();
        open = { event, names: new Set([name]) };
        // Whatever comes in the same turn joins this line.
        setImmediate(flush);
      }
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
