import { appendFileSync, createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const storedEvent = z.object({ time: z.number(), stream: z.string(), message: z.string() });
export type StoredEvent = z.infer<typeof storedEvent>;

export interface FoundLine extends StoredEvent {
  group: string;
}

/** Log events on disk: one file of JSON lines per log group. */
export interface LogFiles {
  append(logGroup: string, event: StoredEvent): void;
  /** Oldest first; what was appended before the call is included. */
  read(logGroup: string): AsyncGenerator<StoredEvent>;
  /** Events of all groups whose lines on disk `isWanted` takes; a group's oldest first. */
  search(isWanted: (line: string) => boolean): AsyncGenerator<FoundLine>;
  groups(): string[];
  /** With all that was written; nothing happens where nothing was. */
  remove(logGroup: string): void;
  /** Writes what is buffered. */
  flush(): void;
}

/** Long enough to gather the lines of one invocation, short enough for `tail -f`. */
const flushAfterMs = 20;

/**
 * A plus sign stands for a slash in the file's name, since it is not allowed in a log group's name.
 * @param folder is made when the first event comes
 */
export function makeLogFiles(folder: string, onError: (error: Error) => void): LogFiles {
  const buffers = new Map<string, string[]>();
  let timer: NodeJS.Timeout | undefined;

  const fileOf = (logGroup: string): string => join(folder, `${logGroup.replaceAll('/', '+')}.jsonl`);

  /** Waits for the file system: to have another thread do it would cost this one more. */
  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const full = [...buffers];
    buffers.clear();
    try {
      for (const [logGroup, lines] of full) appendFileSync(fileOf(logGroup), lines.join(''));
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function groups(): string[] {
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
    const stored = files.map((name) => name.slice(0, -'.jsonl'.length).replaceAll('+', '/'));
    return [...new Set([...stored, ...buffers.keys()])];
  }

  async function* linesOf(logGroup: string): AsyncGenerator<string> {
    flush();
    const file = fileOf(logGroup);
    if (existsSync(file)) yield* createInterface({ input: createReadStream(file) });
  }

  return {
    append(logGroup, event) {
      const line = `${JSON.stringify(event)}\n`;
      const buffer = buffers.get(logGroup);
      if (buffer) buffer.push(line);
      else {
        mkdirSync(folder, { recursive: true });
        buffers.set(logGroup, [line]);
      }
      timer ??= setTimeout(flush, flushAfterMs);
    },
    async *read(logGroup) {
      for await (const line of linesOf(logGroup)) {
        const event = parse(line);
        if (event) yield event;
      }
    },
    async *search(isWanted) {
      for (const group of groups()) {
        for await (const line of linesOf(group)) {
          const event = isWanted(line) ? parse(line) : undefined;
          if (event) yield { group, ...event };
        }
      }
    },
    groups,
    remove(logGroup) {
      buffers.delete(logGroup);
      rmSync(fileOf(logGroup), { force: true });
    },
    flush,
  };
}

/** The last line may be torn after a kill. */
function parse(line: string): StoredEvent | undefined {
  try {
    return storedEvent.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
