import { memorySignUps } from '../adapters/memory-sign-ups.ts';
import { anna, ben, carla, noon } from '../people.fixture.ts';
import { makeSweepSignUps } from './sweep-sign-ups.ts';

const hoursAgo = (hours: number) => new Date(Date.parse(noon) - hours * 3_600_000);

function setUp() {
  const signUps = memorySignUps();
  return { signUps, sweepSignUps: makeSweepSignUps({ signUps, clock: () => new Date(noon) }) };
}

describe('sweepSignUps', () => {
  it('removes what was not confirmed within a day, and nothing younger', async () => {
    const { signUps, sweepSignUps } = setUp();
    signUps.add('anna@example.com', { userId: anna, signedUpAt: hoursAgo(24) });
    signUps.add('ben@example.com', { userId: ben, signedUpAt: hoursAgo(23.9) });
    expect(await sweepSignUps()).toEqual({ removed: 1 });
    expect(signUps.emails()).toEqual(['ben@example.com']);
    expect(await sweepSignUps()).toEqual({ removed: 0 });
  });

  it('spares who is confirmed by now, though the list does not know it yet', async () => {
    const { signUps, sweepSignUps } = setUp();
    const remove = jest.spyOn(signUps, 'remove');
    signUps.stale.push({ userId: carla, signedUpAt: hoursAgo(30) });
    expect(await sweepSignUps()).toEqual({ removed: 0 });
    expect(remove).not.toHaveBeenCalled();
  });

  it('removes what is behind one that cannot be removed, and fails', async () => {
    const { signUps, sweepSignUps } = setUp();
    signUps.add('anna@example.com', { userId: anna, signedUpAt: hoursAgo(25) });
    signUps.add('ben@example.com', { userId: ben, signedUpAt: hoursAgo(25) });
    jest.spyOn(signUps, 'remove').mockRejectedValueOnce(new Error('Cognito is busy'));
    await expect(sweepSignUps()).rejects.toThrow(`1 failed: ${anna}: Cognito is busy`);
    expect(signUps.emails()).toEqual(['anna@example.com']);
  });
});
