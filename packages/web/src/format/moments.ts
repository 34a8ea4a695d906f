const units: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `3 hours ago`; under a minute `just now`. */
export function ago(at: string, nowMs: number): string {
  const passedMs = nowMs - Date.parse(at);
  for (const [unit, ms] of units) {
    if (passedMs >= ms)
      return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(passedMs / ms), unit);
  }
  return 'just now';
}

/** `November 28, 2026`. @param timeZone the reader's own unless told */
export const longDate = (at: string, timeZone?: string): string =>
  new Date(at).toLocaleDateString('en', { dateStyle: 'long', timeZone });
