import type { Service } from '../lib/repository.ts';
import type { Change } from './faults.ts';

/** How sure the alarm has to be. */
const sure = 0.99;
/** After so long it is looked for what should have followed (DelaySeconds of ArrivalsQueue and NewsQueue). */
const lookMinutes = 2;

/** Services whose hook gets answers that it can hold against the contract; that of users asks for somebody who is nobody. */
const holdShapes: readonly Service[] = ['media', 'thumbnails', 'notifications'];

/**
 * How many calls in a minute a service needs, so that the alarm rings within the bake time with 99 of 100 rehearsals; what
 * lies below may go through. From the alarms of the service templates: one fault in a minute; three slow calls in each of two
 * minutes of three; PhotosNotPublished and PeopleNotTold of the root template, for the first photo or person that is missed.
 * @param share of the traffic that the new version gets, 0 to 1
 * @returns undefined for what needs no traffic, since the hook before it sees it
 */
export function leastTraffic(
  chosen: readonly Service[],
  change: Change,
  share: number,
  bakeMinutes: number,
): number | undefined {
  switch (change) {
    case 'wrong-shape':
      // Without a hook that sees it, it is a fault where an event is made.
      return chosen.some((service) => holdShapes.includes(service)) ? undefined : oneOf(share) / bakeMinutes;
    case 'throws':
    case 'answers-500':
      return oneOf(share) / bakeMinutes;
    case 'fails-one-in-ten':
      return oneOf(share / 10) / bakeMinutes;
    case 'slow':
      return callsForThree() / share;
    case 'silent':
      return oneOf(share) / (bakeMinutes - lookMinutes);
    default:
      return undefined;
  }
}

/** Calls until one of them meets what a share of them meets. */
const oneOf = (share: number): number => Math.log(1 - sure) / Math.log(1 - share);

/** The mean of calls in a minute of which there are at least three, when they come independently (Poisson). */
function callsForThree(): number {
  for (let mean = 1; ; mean += 0.1) {
    const fewer = Math.exp(-mean) * (1 + mean + mean ** 2 / 2);
    if (fewer <= 1 - sure) return mean;
  }
}
