import { backoff } from './backoff.ts';

/** While somebody is at it, a page looks this often. */
const leastWaitMs = 30_000;
/** While nobody is and nothing happens, this rarely: decision 0067 has the sum. */
const mostWaitMs = 300_000;
/** Pages that were opened at the same moment do not look at the same moment for ever. */
const spread = 0.2;

interface Surroundings {
  page: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;
  nowMs(): number;
  random(): number;
}

/** What tells that somebody is there. */
const signsOfLife = ['pointerdown', 'keydown'] as const;

/**
 * Looks now and then, for as long as the page is in view: at waits that double while nothing is new or nobody answers, and at once
 * when somebody comes back to it.
 * @param look says whether there was something new
 * @returns a function that ends it
 */
export function keepLooking(
  look: () => Promise<boolean>,
  { page, nowMs, random }: Surroundings = { page: document, nowMs: Date.now, random: Math.random },
): () => void {
  const freshWaits = () => backoff({ firstMs: leastWaitMs, factor: 2, maxMs: mostWaitMs });
  let waits = freshWaits();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let ended = false;

  async function lookNow(): Promise<void> {
    clearTimeout(timer);
    lastAtMs = nowMs();
    const news = await look().catch(() => false);
    if (news) waits = freshWaits();
    lookIn(waits.next().value * (1 + spread * (random() - 0.5)));
  }
  function lookIn(waitMs: number): void {
    clearTimeout(timer);
    if (!ended && !page.hidden) timer = setTimeout(lookNow, waitMs);
  }
  function wake(): void {
    clearTimeout(timer);
    const restedMs = nowMs() - lastAtMs;
    if (page.hidden) return;
    if (restedMs < leastWaitMs) lookIn(leastWaitMs - restedMs);
    else {
      waits = freshWaits();
      void lookNow();
    }
  }
  function noticeLife(): void {
    if (nowMs() - lastAtMs >= leastWaitMs) wake();
  }

  page.addEventListener('visibilitychange', wake);
  for (const sign of signsOfLife) page.addEventListener(sign, noticeLife);
  wake();
  return () => {
    ended = true;
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', wake);
    for (const sign of signsOfLife) page.removeEventListener(sign, noticeLife);
  };
}
