/** The item that both people and follows write: the profile holds the counts. */
export const profileKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'PROFILE' });

export const addressKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'ADDRESS' });
