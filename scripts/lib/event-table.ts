import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './repository.ts';

/** A row of the table in events/README.md. */
export interface EventRow {
  /** Logical id. */
  functionName: string;
  /** Path of the event's file in the repository. */
  event: string;
  /** Texts that are found in the answer. */
  expected: string[];
  /** Starts an execution; nobody can call it and wait. */
  durable: boolean;
}

/** The table of events/README.md, in its order. @throws Error when a row promises nothing */
export function readEventTable(): EventRow[] {
  const text = readFileSync(path.join(root, 'events/README.md'), 'utf8');
  const rows = [...text.matchAll(/^\| *(\w+) *\| *([\w-]+\/[\w-]+\.json) *\| *(.+?) *\|$/gm)];
  return rows.map(([, functionName = '', event = '', seen = '']) => {
    const expected = [...seen.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    if (expected.length === 0)
      throw new Error(`events/README.md: ${functionName} says nothing of its answer`);
    return { functionName, event: `events/${event}`, expected, durable: seen.startsWith('durable:') };
  });
}

/**
 * What a row promises and the answer does not show. White space does not count, and a JSON text inside of the answer
 * (an HTTP body) is looked into.
 * @param answer the function's answer as JSON
 */
export function missingIn(answer: string, { expected }: Pick<EventRow, 'expected'>): string[] {
  const plain = bare(answer);
  return expected.filter((text) => (text === 'null' ? plain !== 'null' : !plain.includes(bare(text))));
}

const bare = (json: string): string => json.replaceAll('\\"', '"').replaceAll(/\s+/g, '');
