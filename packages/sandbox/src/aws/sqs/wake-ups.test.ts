import { eventually } from '../../../../testing/src/eventually.ts';
import { makeWakeUps } from './wake-ups.ts';

describe('makeWakeUps', () => {
  it('wakes a reader once more for what became visible while it looked, and then no more', async () => {
    const visibleAt = 10;
    let now = visibleAt - 1;
    const wakeUps = makeWakeUps({ now: () => now }, (_, since) =>
      visibleAt > since ? visibleAt : undefined,
    );
    const looks: number[] = [];
    wakeUps.onMessage('letters', () => {
      looks.push(now);
      now += 1;
    });
    wakeUps.arrived('letters');
    await eventually(() => looks.length > 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(looks).toEqual([visibleAt - 1, visibleAt]);
    wakeUps.stop();
  });
});
