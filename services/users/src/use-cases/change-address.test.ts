import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { AddressTakenError } from '../errors.ts';
import { anna } from '../people.fixture.ts';
import { makeChangeAddress } from './change-address.ts';

function setUp(email?: string) {
  const addresses = memoryAddresses();
  const send = jest.fn(async (_userId: string, _email: string) => undefined);
  const accounts = { findConfirmed: async () => (email === undefined ? undefined : { email }) };
  return {
    addresses,
    send,
    changeAddress: makeChangeAddress({ accounts, addresses, codes: { sendCode: send } }),
  };
}

describe('changeAddress', () => {
  it('sends a code to the new address, and notes that it is wanted', async () => {
    const { addresses, send, changeAddress } = setUp('anna@example.com');
    await changeAddress({ userId: anna, email: 'new@example.com' });
    expect(send.mock.calls).toEqual([[anna, 'new@example.com']]);
    expect(await addresses.find(anna)).toMatchObject({ wanted: 'new@example.com' });
    expect(addresses.events).toEqual([]);
  });

  it('has noted it when the code could not be sent', async () => {
    const { addresses, send, changeAddress } = setUp('anna@example.com');
    send.mockRejectedValueOnce(new AddressTakenError());
    await expect(changeAddress({ userId: anna, email: 'ben@example.com' })).rejects.toMatchObject({
      code: 'address-taken',
    });
    expect(await addresses.find(anna)).toMatchObject({ wanted: 'ben@example.com' });
  });

  it('sends nothing to the address that it is already, however it is written, nor for an account that is gone', async () => {
    const same = setUp('anna@example.com');
    await expect(same.changeAddress({ userId: anna, email: 'Anna@Example.com' })).rejects.toMatchObject({
      code: 'address-taken',
    });
    const gone = setUp();
    await expect(gone.changeAddress({ userId: anna, email: 'new@example.com' })).rejects.toMatchObject({
      code: 'account-gone',
    });
    expect([...same.send.mock.calls, ...gone.send.mock.calls]).toEqual([]);
  });
});
