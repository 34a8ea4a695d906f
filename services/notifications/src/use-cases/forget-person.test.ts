import { UserDeleted, UserRegistered } from '@shutterbus/contracts/events/users';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { anna, arrived, ben, noon, notice, trace } from '../notices.fixture.ts';
import { makeNotify } from '../notify.ts';
import { makeForgetPerson } from './forget-person.ts';
import { makeWelcomePerson } from './welcome-person.ts';

function setUp() {
  const people = memoryPeople();
  const notices = memoryNotices(() => new Date(noon));
  const notify = makeNotify({ notices, mailQueue: { enqueue: async () => undefined } });
  const welcome = makeWelcomePerson({ people, notify });
  return {
    people,
    notices,
    welcome,
    forget: makeForgetPerson({ people, notices, clock: () => new Date(noon) }),
  };
}
const deleted = arrived(UserDeleted, { data: { userId: anna }, version: 5 });

describe('forgetPerson', () => {
  it('forgets the name, the address and all notifications of one person', async () => {
    const { people, notices, welcome, forget } = setUp();
    await welcome(arrived(UserRegistered), { trace });
    for (let minute = 10; minute < 50; minute += 1)
      await notices.add(notice(anna, noon.replace('12:00', `12:${minute}`)));
    await notices.add(notice(ben));
    for (let i = 0; i < 2; i += 1) await forget(deleted);
    expect(await people.find(anna)).toEqual({ userId: anna, gone: true });
    expect(notices.all()).toEqual([notice(ben)]);
  });

  it('learns nothing from a registration that comes late', async () => {
    const { people, welcome, forget } = setUp();
    await forget(deleted);
    await welcome(arrived(UserRegistered), { trace });
    expect(await people.find(anna)).toEqual({ userId: anna, gone: true });
  });
});
