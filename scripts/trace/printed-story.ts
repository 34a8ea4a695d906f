import { endInWords, spent } from '@shutterbus/sandbox/story/in-words';
import type { Story, StoryRow } from '@shutterbus/sandbox/story/story-row';
import { causeFirst, stepOf, stepsOf } from './cause-first.ts';
import type { WaysTo } from './ways.ts';

/**
 * A story for a terminal: each thing that happened with what it took, and below it what was written to its log.
 * @param waysTo what lies before a function
 */
export function printedStory({ correlationId, rows }: Story, waysTo: WaysTo): string[] {
  const ordered = causeFirst(rows);
  const startedAt = Math.min(...rows.map(({ at }) => at));
  const since = (at: number): string => `+${Math.round(at - startedAt)} ms`.padStart(10);
  const heads = ordered.map((row) => `${laneOf(row).padEnd(14)} ${nameOf(row, waysTo)}`);
  const width = Math.max(...heads.map(({ length }) => length));
  return ordered.flatMap((row, index) => {
    const head = `${since(row.at)}  ${(heads[index] ?? '').padEnd(width)}  ${endOf(row)}`.trimEnd();
    const written = row.kind === 'invocation' ? row.lines : [];
    const lines = written.flatMap(({ at, text }) => {
      const step = stepOf(text);
      // A batch has lines of other stories, too.
      if (step?.correlationId !== undefined && step.correlationId !== correlationId) return [];
      const said = step ? `${step.level.padEnd(5)} ${step.message}` : text.trim();
      return [`${since(at)}  ${''.padEnd(14)}   ${said}`];
    });
    return [head, ...lines];
  });
}

/** A service as its own lines name it. */
const laneOf = (row: StoryRow): string => stepsOf(row)[0]?.service ?? row.lane.toLowerCase();

/** `rule OnMediaPublishedRule → OnMediaPublished`, `API → GetPhoto`, `MediaPublished` */
function nameOf(row: StoryRow, waysTo: WaysTo): string {
  if (row.kind !== 'invocation') return row.what;
  const steps = stepsOf(row);
  const detailType = steps.flatMap(({ message }) => /^Received (.+)$/.exec(message)?.[1] ?? [])[0];
  const stations = waysTo(row.what, detailType).map(({ kind, names }) => `${kind} ${names.join(' or ')}`);
  return [...(steps.some(({ route }) => route !== undefined) ? ['API'] : stations), row.what].join(' → ');
}

/** What it took, and where it ended, if that is not well. */
function endOf(row: StoryRow): string {
  const ends = row.ends.filter(({ is }) => is !== 'done').map(endInWords);
  return [...(row.segments.length > 0 ? [spent(row)] : []), ...new Set(ends)].join(' · ');
}
