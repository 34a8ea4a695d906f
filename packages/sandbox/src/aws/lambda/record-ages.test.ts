import { makeRecordAges } from './record-ages.ts';

function ages(startedAt = 0) {
  let now = startedAt;
  const made = makeRecordAges(() => now, startedAt);
  return {
    ...made,
    work: (ms: number) => {
      now += ms;
    },
    /** @param awsMs rested in AWS, a sixtieth of it here */
    rest(awsMs: number) {
      const from = now;
      now += awsMs / 60;
      made.rested(from, awsMs);
    },
  };
}

describe('makeRecordAges', () => {
  it('counts work in real time and rests in AWS time', () => {
    const { ageMs, work, rest } = ages();
    work(8000);
    rest(60_000);
    work(500);
    expect(ageMs(0)).toBe(68_500);
  });

  it('counts for a record only what has come after it', () => {
    const { ageMs, work, rest } = ages();
    rest(60_000);
    work(1000);
    expect(ageMs(1000)).toBe(1000);
    // Born in the middle of the rest.
    expect(ageMs(500)).toBe(1000 + 30_000);
  });

  it('does not age what was written before the start', () => {
    const { ageMs, work } = ages(1_000_000);
    work(10);
    expect(ageMs(0)).toBe(10);
  });

  it('keeps the rests that a later record has seen', () => {
    const { ageMs, forget, rest } = ages();
    rest(60_000);
    rest(60_000);
    forget(1500);
    expect(ageMs(1500)).toBe(30_000);
  });
});
