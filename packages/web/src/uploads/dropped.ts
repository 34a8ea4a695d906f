export type Take = (files: File[]) => void;

let take: Take | undefined;
let waiting: File[] = [];

/** Files that fell on a page. The upload page takes them; where it is not shown, they wait for it. */
export function handOver(files: File[]): void {
  if (take) take(files);
  else waiting = [...waiting, ...files];
}

/** What waits is of the person who dropped it: whoever comes after them finds nothing of it. */
export function forgetDropped(): void {
  waiting = [];
}

/** Takes what waits and all that follows, one taker at a time. @returns a function that ends it */
export function takeDropped(mine: Take): () => void {
  take = mine;
  if (waiting.length > 0) mine(waiting);
  waiting = [];
  return () => {
    if (take === mine) take = undefined;
  };
}
