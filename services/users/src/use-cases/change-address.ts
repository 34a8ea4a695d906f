import { isSameAddress } from '../address.ts';
import { AccountGoneError, AddressTakenError } from '../errors.ts';
import type { AccountDirectory, AddressCodes, AddressRepository } from '../ports.ts';

export interface ChangeAddressDeps {
  accounts: AccountDirectory;
  addresses: Pick<AddressRepository, 'noteWanted'>;
  codes: Pick<AddressCodes, 'sendCode'>;
}

/**
 * Somebody wants mail to go elsewhere: a code goes there, and the old address stays until it was entered. What is wanted is
 * noted first, so that an address that is proved and then not told of can be found.
 * @throws AccountGoneError · AddressTakenError · TooManyCodesError
 */
export function makeChangeAddress({ accounts, addresses, codes }: ChangeAddressDeps) {
  return async ({ userId, email }: { userId: string; email: string }): Promise<void> => {
    const account = await accounts.findConfirmed(userId);
    if (!account) throw new AccountGoneError();
    if (isSameAddress(account.email, email)) throw new AddressTakenError();
    await addresses.noteWanted(userId, email);
    await codes.sendCode(userId, email);
  };
}
