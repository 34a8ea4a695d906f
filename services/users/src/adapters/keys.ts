/** The item that both people and follows write: the profile holds the counts. */
export const profileKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'PROFILE' });

/** In one partition, in the order in which their time is over. */
export const leavingKey = (userId: string, leavingUntil: string) => ({
  pk: 'LEAVING',
  sk: `${leavingUntil}#${userId}`,
});

export const addressKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'ADDRESS' });

export const erasureKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'ERASURE' });
