import type { Trace } from '@shutterbus/contracts/event';
import { isSameAddress } from '../address.ts';
import { AccountGoneError, WrongCodeError } from '../errors.ts';
import type { AccountDirectory, AddressCodes, AddressRepository } from '../ports.ts';
import { makeTellAddress, type TellAddressDeps } from '../tell-address.ts';

export interface ConfirmAddressDeps extends TellAddressDeps {
  accounts: AccountDirectory;
  addresses: AddressRepository;
  codes: Pick<AddressCodes, 'takeCode'>;
}

interface Command {
  userId: string;
  /** The user pool takes a code from its owner only. */
  accessToken: string;
  code: string;
  trace: Trace;
}

/**
 * Takes the code for a new address, and tells of it. A code is good once: when it is refused, and the address is the one
 * asked for, an earlier attempt did it, whose answer was lost or which ended before it told.
 * @throws WrongCodeError · AddressTakenError · TooManyCodesError · AccountGoneError · ConcurrentChangeError
 */
export function makeConfirmAddress({ accounts, codes, ...deps }: ConfirmAddressDeps) {
  const tellAddress = makeTellAddress(deps);
  return async ({ userId, accessToken, code, trace }: Command): Promise<void> => {
    const refused = await codes.takeCode(accessToken, code).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof WrongCodeError) return error;
        throw error;
      },
    );
    const account = await accounts.findConfirmed(userId);
    if (!account) throw new AccountGoneError();
    const { email } = account;
    if (refused && !(await isWanted(userId, email))) throw refused;
    await tellAddress({ userId, email, trace });
  };

  async function isWanted(userId: string, email: string): Promise<boolean> {
    const address = await deps.addresses.find(userId);
    return address !== undefined && isSameAddress(address.wanted, email);
  }
}
