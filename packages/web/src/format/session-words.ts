import type { Session } from '../api/sessions.ts';
import { longDate } from './moments.ts';

/** `Firefox on Linux`, or as much of it as is known. */
export function placeOf({ browser, system }: Pick<Session, 'browser' | 'system'>): string {
  if (system === undefined) return browser ?? 'A browser or program without a name';
  return `${browser ?? 'A browser'} on ${system}`;
}

/** A day of the API, which is one in UTC. */
export const dayOf = (day: string): string => longDate(day, 'UTC');
