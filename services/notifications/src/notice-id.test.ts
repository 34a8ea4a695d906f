import { ulidField } from '@shutterbus/contracts/fields';
import { decodeTime } from 'ulid';
import { noticeId } from './notice-id.ts';
import { anna, ben, noon, welcome } from './notices.fixture.ts';

const follower = { kind: 'new-follower', followerHandle: 'ben', followerDisplayName: 'Ben' } as const;

describe('noticeId', () => {
  it('is a ULID of the given time', () => {
    expect(ulidField.safeParse(noticeId(anna, welcome, noon)).success).toBe(true);
    expect(decodeTime(noticeId(anna, welcome, noon))).toBe(Date.parse(noon));
  });

  it('is the same for the same person and occasion, however it is worded', () => {
    const id = noticeId(anna, { ...follower, followerId: ben }, noon);
    expect(noticeId(anna, { ...follower, followerId: ben, followerDisplayName: 'Benjamin' }, noon)).toBe(id);
  });

  it('differs by person and by occasion', () => {
    const ids = [
      noticeId(anna, welcome, noon),
      noticeId(ben, welcome, noon),
      noticeId(anna, { ...follower, followerId: ben }, noon),
      noticeId(anna, { ...follower, followerId: anna }, noon),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});
