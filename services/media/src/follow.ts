/** One person follows another, or no longer does, as the users service told it. */
export interface FollowChange {
  followerId: string;
  followeeId: string;
  active: boolean;
  /** Of the pair; an older change never replaces a newer. */
  version: number;
}
