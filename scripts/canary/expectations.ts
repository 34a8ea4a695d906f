import type { Service } from '../lib/repository.ts';
import type { Change } from './faults.ts';

/**
 * What the templates watch nothing of: a version that takes what it gets, answers well, and does nothing. What should follow from
 * photos, publications and registrations is looked for one by one; from a registration, as soon as the users service has told of it.
 */
const gaps: Partial<Record<Service, Partial<Record<Change, string>>>> = {
  users: {
    silent:
      'profiles are written and the bus is told of none of them, so nobody knows that a welcome should follow.',
  },
};

/** Why no alarm and no hook can see this change of this service; undefined when one has to. */
export const gapOf = (service: Service, change: Change): string | undefined => gaps[service]?.[change];

/** How a release has to end. Several services are released as one: what stops one of them puts all back. */
export function expectedOf(chosen: readonly Service[], change: Change): 'completed' | 'rolled back' {
  if (change === 'good') return 'completed';
  return chosen.every((service) => gapOf(service, change) !== undefined) ? 'completed' : 'rolled back';
}
