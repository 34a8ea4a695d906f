import type { Service } from '../lib/repository.ts';
import type { Change } from './faults.ts';

/**
 * What the templates watch nothing of: a version that takes what it gets, answers well, and does nothing. For photos a
 * business alarm compares what came in with what was published; these have no such pair of numbers.
 */
const gaps: Partial<Record<Service, Partial<Record<Change, string>>>> = {
  users: {
    silent:
      'profiles are written and nobody is told of them, so newcomers get no welcome; no alarm counts events that were never sent.',
  },
  notifications: {
    silent:
      'people are told of nothing and get no mail; the alarm MailsFailing counts refused mails only, not those that were never tried.',
  },
};

/** Why no alarm and no hook can see this change of this service; undefined when one has to. */
export const gapOf = (service: Service, change: Change): string | undefined => gaps[service]?.[change];

/** How a release has to end. Several services are released as one: what stops one of them puts all back. */
export function expectedOf(chosen: readonly Service[], change: Change): 'completed' | 'rolled back' {
  if (change === 'good') return 'completed';
  return chosen.every((service) => gapOf(service, change) !== undefined) ? 'completed' : 'rolled back';
}
