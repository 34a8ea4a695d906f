/** What is used of the browser's history; a test brings its own. */
export type Entries = Pick<History, 'state' | 'replaceState'>;

/**
 * Keeps something with the current entry of the history, beside what else is kept there. Browsers refuse it to a page
 * that does so too often in a few seconds: then it is not kept, which only the way back would need.
 */
export function keepInEntry(part: object, history: Entries = window.history): void {
  try {
    history.replaceState({ ...Object(history.state), ...part }, '');
  } catch {
    // The page itself goes on.
  }
}
