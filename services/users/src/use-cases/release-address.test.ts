import { memorySignUps } from '../adapters/memory-sign-ups.ts';
import { anna, ben, noon } from '../people.fixture.ts';
import { makeReleaseAddress } from './release-address.ts';

const email = 'anna@example.com';
const minutesAgo = (minutes: number) => new Date(Date.parse(noon) - minutes * 60_000);

function setUp(minutes: number) {
  const signUps = memorySignUps();
  signUps.add(email, { userId: anna, signedUpAt: minutesAgo(minutes) });
  return { signUps, releaseAddress: makeReleaseAddress({ signUps, clock: () => new Date(noon) }) };
}

describe('releaseAddress', () => {
  it('lets go of an address that was not confirmed within a quarter of an hour', async () => {
    const { signUps, releaseAddress } = setUp(15);
    await releaseAddress({ email });
    expect(signUps.emails()).toEqual([]);
    await releaseAddress({ email });
  });

  it('leaves time to enter the code', async () => {
    const { signUps, releaseAddress } = setUp(14.9);
    await releaseAddress({ email });
    expect(signUps.emails()).toEqual([email]);
  });

  it('leaves confirmed accounts alone, and says nothing of them', async () => {
    const { signUps, releaseAddress } = setUp(60);
    const remove = jest.spyOn(signUps, 'remove');
    signUps.confirm(email);
    await expect(releaseAddress({ email })).resolves.toBeUndefined();
    expect(remove).not.toHaveBeenCalled();
  });

  it('removes what it read, not who came in its place', async () => {
    const { signUps, releaseAddress } = setUp(60);
    const find = jest.spyOn(signUps, 'find').mockImplementation(async () => {
      signUps.add(email, { userId: ben, signedUpAt: new Date(noon) });
      return { userId: anna, signedUpAt: minutesAgo(60) };
    });
    await releaseAddress({ email });
    expect(find).toHaveBeenCalledTimes(1);
    expect(signUps.emails()).toEqual([email]);
  });
});
