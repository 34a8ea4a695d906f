/** How often a photo was looked at, and how much of that was counted in the minute of the last count. */
export interface Views {
  total: number;
  /** Since 1970. */
  minute: number;
  inMinute: number;
}

export const noViews: Views = { total: 0, minute: 0, inMinute: 0 };

/** Of one photo. Nobody is told apart, so whoever says it a thousand times adds no more than a crowd may (decision 0056). */
export const mostInAMinute = 120;

/** What the views are after `more` of them, of which those over a minute's bound are dropped. Clocks may differ by a moment. */
export function withViews(before: Views, more: number, now: Date): Views {
  const minute = Math.max(before.minute, Math.floor(now.getTime() / 60_000));
  const already = minute === before.minute ? before.inMinute : 0;
  const counted = Math.min(more, mostInAMinute - already);
  return { total: before.total + counted, minute, inMinute: already + counted };
}
