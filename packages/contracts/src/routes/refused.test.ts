import { markRead } from './notifications.ts';
import { getUser, updateMe } from './users.ts';

describe('the shapes of requests', () => {
  it('refuse an update of nothing, a handle in capitals, and no ids at all', () => {
    expect(updateMe.body.safeParse({}).success).toBe(false);
    expect(getUser.params.safeParse({ handle: 'ANNA' }).success).toBe(false);
    expect(markRead.body.safeParse({ ids: [] }).success).toBe(false);
  });
});
