/** Work of one lane that waits for room, first come first served. Leaving costs the same wherever it stands. */
export interface Lane<Item> {
  push(work: Item): void;
  /** What has left (`standsInLane` is false) is passed over. */
  first(): Item | undefined;
}

const passedBeforeCut = 1024;

export function makeLane<Item extends { standsInLane: boolean }>(): Lane<Item> {
  let standing: Item[] = [];
  let head = 0;

  return {
    push(work) {
      work.standsInLane = true;
      standing.push(work);
    },
    first() {
      while (head < standing.length) {
        const work = standing[head];
        if (work?.standsInLane) return work;
        head++;
        if (head < passedBeforeCut || 2 * head < standing.length) continue;
        standing = standing.slice(head);
        head = 0;
      }
      return undefined;
    },
  };
}
