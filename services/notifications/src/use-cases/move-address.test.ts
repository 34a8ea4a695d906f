import { UserEmailChanged } from '@shutterbus/contracts/events/users';
import { memoryPeople } from '../adapters/memory-people.ts';
import { anna, arrived } from '../notices.fixture.ts';
import { makeMoveAddress } from './move-address.ts';

const changed = (email: string, version: number) =>
  arrived(UserEmailChanged, { data: { userId: anna, email }, version });

describe('moveAddress', () => {
  it('takes the newest address, twice, and no older one that comes late', async () => {
    const people = memoryPeople();
    const move = makeMoveAddress({ people });
    await people.rememberAddress({ userId: anna, email: 'first@example.com', version: 1 });
    for (const version of [2, 3, 3, 2]) await move(changed(`version-${version}@example.com`, version));
    await people.rememberAddress({ userId: anna, email: 'first@example.com', version: 1 });
    expect((await people.find(anna))?.email).toBe('version-3@example.com');
  });

  it('takes an address that comes before the registration', async () => {
    const people = memoryPeople();
    await makeMoveAddress({ people })(changed('new@example.com', 2));
    await people.rememberAddress({ userId: anna, email: 'first@example.com', version: 1 });
    expect((await people.find(anna))?.email).toBe('new@example.com');
  });
});
