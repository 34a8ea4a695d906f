import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { AddressTakenError, WrongCodeError } from '../errors.ts';
import { anna, countingIds, noon, trace } from '../people.fixture.ts';
import { makeConfirmAddress } from './confirm-address.ts';

/** A user pool that takes one code once, for an address that was asked for. */
async function setUp({ wanted = 'new@example.com' as string | undefined } = {}) {
  const addresses = memoryAddresses();
  if (wanted) await addresses.noteWanted(anna, wanted);
  const account = { email: 'anna@example.com' };
  let open: string | undefined = '123456';
  const codes = {
    async takeCode(_token: string, code: string) {
      if (code !== open) throw new WrongCodeError();
      open = undefined;
      account.email = wanted ?? account.email;
    },
  };
  const confirmAddress = makeConfirmAddress({
    accounts: { findConfirmed: async () => account },
    ...{ addresses, codes, clock: () => new Date(noon), newId: countingIds() },
  });
  const confirm = (code: string) => confirmAddress({ userId: anna, accessToken: 'token', code, trace });
  return { addresses, codes, confirm, told: () => addresses.events.map(({ detail }) => detail) };
}

describe('confirmAddress', () => {
  it('tells of the address that the code has proved, as the next version', async () => {
    const { addresses, confirm, told } = await setUp();
    await confirm('123456');
    expect(told()).toMatchObject([
      {
        metadata: { aggregateId: `${anna}:email`, aggregateVersion: 2, correlationId: 'correlation' },
        data: { userId: anna, email: 'new@example.com' },
      },
    ]);
    expect(await addresses.find(anna)).toMatchObject({ told: 'new@example.com', version: 2 });
  });

  it('tells of nothing when the code is wrong', async () => {
    const { confirm, told } = await setUp();
    await expect(confirm('000000')).rejects.toMatchObject({ code: 'wrong-code' });
    expect(told()).toEqual([]);
  });

  it('answers a repeat alike and tells once, also when two come at the same time', async () => {
    const { confirm, told } = await setUp();
    await confirm('123456');
    await confirm('123456');
    await Promise.all([confirm('123456'), confirm('123456')]);
    expect(told()).toHaveLength(1);
  });

  it('tells at the repeat what an attempt proved that ended before it told', async () => {
    const { addresses, codes, confirm, told } = await setUp();
    await codes.takeCode('token', '123456');
    await confirm('123456');
    expect(told()).toHaveLength(1);
    expect(await addresses.find(anna)).toMatchObject({ told: 'new@example.com' });
  });

  it('passes on that somebody else has the address by now', async () => {
    const { codes, confirm, told } = await setUp();
    codes.takeCode = async () => Promise.reject(new AddressTakenError());
    await expect(confirm('123456')).rejects.toMatchObject({ code: 'address-taken' });
    expect(told()).toEqual([]);
  });

  it('refuses a code of somebody who asked for nothing', async () => {
    const { confirm } = await setUp({ wanted: undefined });
    await expect(confirm('000000')).rejects.toMatchObject({ code: 'wrong-code' });
  });
});
