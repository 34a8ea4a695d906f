import type { MyProfile } from '../api/users.ts';
import type { SessionState } from './session.ts';
import { updated } from './updated.ts';

const anna = { id: 'anna', displayName: 'Anna', bio: 'Hills.' } as MyProfile;
const signedIn: SessionState = { status: 'signed-in', me: anna };
const renamed = (me: MyProfile) => ({ ...me, displayName: 'Anna B.' });

describe('updated', () => {
  it('changes its own part of the profile as it is by then', () => {
    expect(updated(signedIn, 'anna', renamed)).toEqual({
      status: 'signed-in',
      me: { ...anna, displayName: 'Anna B.' },
    });
  });

  it('signs nobody in, and changes nobody else', () => {
    expect(updated({ status: 'anonymous' }, 'anna', renamed)).toEqual({ status: 'anonymous' });
    expect(updated(signedIn, 'ben', renamed)).toBe(signedIn);
  });
});
