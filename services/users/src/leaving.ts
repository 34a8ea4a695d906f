/** For so long whoever leaves can come back. */
const graceDays = 14;

/** A session that somebody left open is not enough to leave. */
const freshMinutes = 10;

const minuteMs = 60_000;

export const leavingUntil = (now: Date): string =>
  new Date(now.getTime() + graceDays * 24 * 60 * minuteMs).toISOString();

/** @param signedInAt undefined when the token does not say it */
export const isFresh = (signedInAt: Date | undefined, now: Date): boolean =>
  signedInAt !== undefined && now.getTime() - signedInAt.getTime() <= freshMinutes * minuteMs;
