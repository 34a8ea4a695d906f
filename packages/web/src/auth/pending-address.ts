import { stored } from '../page/stored.ts';

const entry = stored('shutterbus.new-address');

/** The new address that somebody's code went to, so that the mail's link finds the form for it in another tab too. */
export const pendingAddress = {
  of(userId: string): string | undefined {
    const [owner, address] = JSON.parse(entry.get() ?? '[]') as [string?, string?];
    return owner === userId ? address : undefined;
  },
  begin: (userId: string, address: string): void => entry.set(JSON.stringify([userId, address])),
  end: (): void => entry.set(undefined),
};
