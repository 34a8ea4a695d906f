import { createEvent, type EventOf } from '@shutterbus/contracts/event';
import { AvatarChanged } from '@shutterbus/contracts/events/avatars';
import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, carla, countingIds, noon, person, trace } from '../people.fixture.ts';
import { profileOf } from '../user.ts';
import { makeChangeHandle } from './change-handle.ts';
import { makeShowAvatar } from './show-avatar.ts';
import { makeUpdateMe } from './update-me.ts';

const avatar = AvatarChanged.example.avatar;

const changed = (version: number, data: Partial<(typeof AvatarChanged)['example']> = {}) =>
  createEvent(AvatarChanged, {
    ...{ eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R', occurredAt: noon, trace },
    ...{ aggregateId: `${anna}:avatar`, aggregateVersion: version },
    data: { userId: anna, avatar, ...data },
  }) as EventOf<typeof AvatarChanged>;

async function setUp() {
  const users = memoryUsers();
  await users.register(person(anna, 'anna'), []);
  const deps = { users, clock: () => new Date(noon), newId: countingIds() };
  return { users, deps, show: (event: ReturnType<typeof changed>) => makeShowAvatar(deps)(event, { trace }) };
}

describe('showAvatar', () => {
  it('is told with the whole profile, once, and takes back nothing newer', async () => {
    const { users, show } = await setUp();
    for (const event of [changed(1), changed(1), changed(3, { avatar: undefined }), changed(2), changed(3)])
      await show(event);
    expect(users.events.map(({ detail }) => [detail.metadata.aggregateVersion, detail.data])).toEqual([
      [2, { userId: anna, handle: 'anna', displayName: 'anna', bio: '', avatar }],
      [3, { userId: anna, handle: 'anna', displayName: 'anna', bio: '' }],
    ]);
    const user = await users.find(anna);
    expect(user && Object.keys(profileOf(user))).not.toContain('avatarVersion');
  });

  it('stays with the person through another name and another handle, which tell it again', async () => {
    const { users, deps, show } = await setUp();
    await show(changed(1));
    expect(await makeUpdateMe(deps)({ userId: anna, bio: 'Light.', trace })).toMatchObject({ avatar });
    expect(await makeChangeHandle(deps)({ userId: anna, handle: 'anna-l', trace })).toMatchObject({ avatar });
    for (const { detail } of users.events) expect(detail.data).toMatchObject({ avatar });
    expect(users.events).toHaveLength(3);
  });

  it('passes over who has no profile', async () => {
    const { users, show } = await setUp();
    await show(changed(1, { userId: carla }));
    expect(users.events).toEqual([]);
    expect(users.has(carla)).toBe(false);
  });
});
