import type { MailsEnded } from '@shutterbus/contracts/routes/notification-mails';
import type { AddressRepository } from '../ports.ts';

/** For tests; behaves as `dynamoAddresses`, which addresses.suite.ts checks. */
export function memoryAddresses(): AddressRepository {
  const ended = new Map<string, MailsEnded>();
  const keyOf = (address: string) => address.trim().toLowerCase();
  return {
    async end(address, reason) {
      ended.set(keyOf(address), ended.get(keyOf(address)) ?? reason);
    },
    whyEnded: async (address) => ended.get(keyOf(address)),
  };
}
