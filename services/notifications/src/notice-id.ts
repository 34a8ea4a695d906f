import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';
import type { Facts } from './notice.ts';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** As much of what happened as the id is made from. */
type Occasion = Facts | Pick<Extract<Facts, { kind: 'new-follower' }>, 'kind' | 'followerId'>;

/** What must not be told twice to the same person. */
function occasionOf(facts: Occasion): string {
  switch (facts.kind) {
    case 'welcome':
      return 'welcome';
    case 'new-follower':
      return `new-follower:${facts.followerId}`;
    case 'photo-published':
      return `${facts.kind}:${facts.firstId ?? facts.mediaId}`;
    case 'photo-rejected':
    case 'liked':
    case 'commented':
      return `${facts.kind}:${facts.mediaId}`;
    case 'download-packed':
    case 'download-failed':
      return `${facts.kind}:${facts.downloadId}`;
  }
}

/**
 * An id in the form of a ULID: its first part is the time, so that the list is in order, its second a digest of
 * person and occasion in place of chance. The same occasion at the same time always gives the same id, and a
 * repeated event finds its notification already there.
 * @param at ISO time that every repetition gives again; never the time of processing
 */
export function noticeId(userId: string, facts: Occasion, at: string): string {
  const digest = createHash('sha256')
    .update(`${userId}:${occasionOf(facts)}`)
    .digest();
  const random = [...digest.subarray(0, 16)].map((byte) => crockford.charAt(byte % crockford.length));
  return encodeTime(Date.parse(at), 10) + random.join('');
}
