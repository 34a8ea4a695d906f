import { noon } from '../notices.fixture.ts';
import type { AddressRepository } from '../ports.ts';

/** What every AddressRepository does. */
export function describeAddresses(name: string, make: () => Promise<AddressRepository>) {
  describe(name, () => {
    it('knows an ended address in whatever case, with the first reason, and no other', async () => {
      const addresses = await make();
      expect(await addresses.whyEnded('ann@example.com')).toBeUndefined();
      await addresses.end('Ann@Example.com', 'bounced', new Date(noon));
      for (const _ of [1, 2]) await addresses.end('ann@example.com', 'complained', new Date());
      expect(await addresses.whyEnded(' ANN@example.com')).toBe('bounced');
      expect(await addresses.whyEnded('ben@example.com')).toBeUndefined();
    });
  });
}
