import { makePace } from './pace.ts';

/** A clock that is always ahead of everybody who works: it stands where it is held. */
function hurriedClock() {
  let limit = 0;
  return {
    now: () => limit,
    holdAt(reading: number) {
      limit = reading;
    },
  };
}

describe('makePace', () => {
  it('gives each minute its number of photos, however long they take', () => {
    const clock = hurriedClock();
    const pace = makePace(clock, 4);
    expect(clock.now()).toBe(15_000);
    for (let photo = 0; photo < 8; photo++) {
      expect(pace.due(4)).toBe(photo + 1);
      pace.send().end('ready');
    }
    expect([pace.ready(), clock.now()]).toEqual([8, 2.25 * 60_000]);
  });

  it('takes a photo for lost when six later ones are ready, and not before', () => {
    const pace = makePace(hurriedClock(), 30);
    const lost = pace.send();
    for (let later = 0; later < 5; later++) pace.send().end('ready');
    pace.send().end('lost');
    expect(lost.isOvertaken()).toBe(false);
    const last = pace.send();
    last.end('ready');
    expect([lost.isOvertaken(), last.isOvertaken()]).toEqual([true, false]);
  });

  it('is not overtaken by what was sent before it', () => {
    const pace = makePace(hurriedClock(), 30);
    const earlier = Array.from({ length: 6 }, () => pace.send());
    const own = pace.send();
    for (const one of earlier) one.end('ready');
    expect(own.isOvertaken()).toBe(false);
  });

  it('counts a photo once, and goes on without it when it is lost', () => {
    const clock = hurriedClock();
    const pace = makePace(clock, 2);
    const photo = pace.send();
    photo.end('lost');
    photo.end('ready');
    expect([pace.ready(), pace.lost(), clock.now()]).toEqual([0, 1, 60_000]);
  });

  it('lets the clock go at its end', () => {
    const clock = hurriedClock();
    const pace = makePace(clock, 2);
    const photo = pace.send();
    pace.stop();
    photo.end('ready');
    expect(clock.now()).toBe(Number.POSITIVE_INFINITY);
  });

  it('lets so much else be done as belongs to the photos that are through', () => {
    const pace = makePace(hurriedClock(), 4);
    expect(pace.due(20)).toBe(5);
    for (const outcome of ['ready', 'lost', 'ready'] as const) pace.send().end(outcome);
    expect(pace.due(20)).toBe(20);
  });
});
