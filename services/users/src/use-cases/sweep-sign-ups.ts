import type { Clock } from '@shutterbus/lambda/clock';
import { eachForItself } from '@shutterbus/lambda/each-for-itself';
import type { SignUp, SignUps } from '../ports.ts';
import { ageMinutes, keptForHours } from '../sign-up-age.ts';

/**
 * Removes every sign-up that was not confirmed within a day. The list may lag, so that each is asked for again before it
 * goes: somebody may have entered the code a moment ago.
 * @returns how many went
 * @throws Error when one could not be removed, once all others are seen to
 */
export function makeSweepSignUps({ signUps, clock }: { signUps: SignUps; clock: Clock }) {
  return async (): Promise<{ removed: number }> => {
    const parts = eachForItself();
    let removed = 0;
    for await (const listed of signUps.list()) {
      if (ageMinutes(listed, clock()) < keptForHours * 60) continue;
      if (await parts.run(listed.userId, () => remove(listed))) removed += 1;
    }
    parts.finish();
    return { removed };
  };

  async function remove({ userId }: SignUp): Promise<boolean> {
    const found = await signUps.find(userId);
    if (found) await signUps.remove(found.userId);
    return found !== undefined;
  }
}
