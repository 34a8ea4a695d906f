import { ConcurrentChangeError } from '../errors.ts';
import { anna, ben } from '../people.fixture.ts';
import type { AddressRepository } from '../ports.ts';
import { someEvent } from './users.suite.ts';

/** What every AddressRepository does. `outbox` tells how many events are in it. */
export function describeAddresses(
  name: string,
  make: () => Promise<{ addresses: AddressRepository; outbox: () => Promise<number> }>,
) {
  describe(name, () => {
    it('knows the address that was wanted last, and of nobody else', async () => {
      const { addresses } = await make();
      await addresses.noteWanted(anna, 'one@example.com');
      await addresses.noteWanted(anna, 'two@example.com');
      expect(await addresses.find(anna)).toEqual({ userId: anna, wanted: 'two@example.com', version: 1 });
      expect(await addresses.find(ben)).toBeUndefined();
    });

    it('tells once of each version, and keeps it when another one is wanted', async () => {
      const { addresses, outbox } = await make();
      await addresses.noteWanted(anna, 'one@example.com');
      const before = await addresses.find(anna);
      if (!before) throw new Error('nothing was noted');
      const after = { ...before, told: 'one@example.com', version: 2 };
      await addresses.tell(before, after, [someEvent()]);
      await expect(addresses.tell(before, after, [someEvent()])).rejects.toThrow(ConcurrentChangeError);
      await addresses.noteWanted(anna, 'two@example.com');
      expect(await addresses.find(anna)).toEqual({ ...after, wanted: 'two@example.com' });
      expect(await outbox()).toBe(1);
    });
  });
}
