import type { Service } from '../lib/repository.ts';
import type { Change } from './faults.ts';
import type { Rehearsed } from './rehearsal.ts';

/** One rehearsal of a series; nothing of how it ended when it came to no verdict. */
export interface Line {
  service: Service;
  change: Change;
  rehearsed: Rehearsed | undefined;
}

export const isRight = ({ rehearsed }: Line): boolean =>
  rehearsed !== undefined && rehearsed.outcome === rehearsed.expected;

/** Markdown: a row for each service and kind, with the range of what its rehearsals saw. */
export function tableOf(lines: readonly Line[]): string {
  const rows = Object.values(Object.groupBy(lines, ({ service, change }) => `${service} ${change}`));
  return [
    '| service | kind | what stopped it | minute | requests of people | calls of the new version | rings from | as expected |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map((group = []) => `| ${cellsOf(group).join(' | ')} |`),
  ].join('\n');
}

function cellsOf(group: readonly Line[]): string[] {
  const seen = group.flatMap(({ rehearsed }) => rehearsed ?? []);
  const [{ service, change } = {}] = group;
  return [
    service ?? '',
    change ?? '',
    [...new Set(seen.map(({ reason }) => stopperOf(reason)))].join(', ') || 'no verdict',
    rangeOf(seen.map(({ tookMs }) => Math.max(1, Math.ceil(tookMs / 60_000)))),
    rangeOf(seen.map(({ requests }) => requests)),
    rangeOf(seen.map(({ newCalls }) => newCalls)),
    leastOf(seen[0]),
    `${group.filter(isRight).length} of ${group.length}`,
  ];
}

function leastOf(rehearsed: Rehearsed | undefined): string {
  if (rehearsed === undefined) return '';
  if (rehearsed.expected === 'completed') return 'never';
  return rehearsed.least === undefined ? 'no traffic' : `${Math.ceil(rehearsed.least)} a minute`;
}

/** The alarm or the hook that a rollback's reason names. */
export function stopperOf(reason: string | undefined): string {
  if (reason === undefined) return 'nothing';
  const [, alarm] = /^(\S+) is in ALARM/.exec(reason) ?? [];
  const [, hook] = /CodeDeployHook_\S+?_(\w+)/.exec(reason) ?? [];
  if (alarm !== undefined) return alarm;
  return hook === undefined ? reason : `hook ${hook}`;
}

function rangeOf(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (numbers.length === 0) return '';
  return least === most ? String(least) : `${least}–${most}`;
}
