import type { Clock } from '@shutterbus/lambda/clock';
import type { SignUps } from '../ports.ts';
import { ageMinutes, keptForHours } from '../sign-up-age.ts';

/**
 * Removes every sign-up that was not confirmed within a day. The list may lag, so that each is asked for again before it
 * goes: somebody may have entered the code a moment ago.
 * @returns how many went
 */
export function makeSweepSignUps({ signUps, clock }: { signUps: SignUps; clock: Clock }) {
  return async (): Promise<{ removed: number }> => {
    let removed = 0;
    for await (const listed of signUps.list()) {
      if (ageMinutes(listed, clock()) < keptForHours * 60) continue;
      const found = await signUps.find(listed.userId);
      if (!found) continue;
      await signUps.remove(found.userId);
      removed += 1;
    }
    return { removed };
  };
}
