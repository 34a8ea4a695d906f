import { leastTraffic } from './least-traffic.ts';

describe('leastTraffic', () => {
  it.each([
    ['throws', 0.1, 10, 4.4],
    ['answers-500', 0.1, 10, 4.4],
    ['fails-one-in-ten', 0.1, 10, 45.8],
    ['slow', 0.1, 10, 85],
    ['silent', 0.1, 10, 5.5],
  ] as const)(
    '%s at a share of %d for %d minutes needs some %d calls a minute',
    (change, share, bake, calls) => {
      expect(leastTraffic(['media'], change, share, bake)).toBeCloseTo(calls, 0);
    },
  );

  it('needs ten times more for what fails one in ten', () => {
    const always = leastTraffic(['media'], 'throws', 0.1, 10) ?? 0;
    expect((leastTraffic(['media'], 'fails-one-in-ten', 0.1, 10) ?? 0) / always).toBeGreaterThan(10);
  });

  it('needs none for what the hook sees', () => {
    expect(leastTraffic(['users'], 'broken', 0.1, 10)).toBeUndefined();
    expect(leastTraffic(['media'], 'wrong-shape', 0.1, 10)).toBeUndefined();
    expect(leastTraffic(['users', 'media'], 'wrong-shape', 0.1, 10)).toBeUndefined();
  });

  it('needs as much for a wrong shape as for what throws, where the hook asks for nobody', () => {
    expect(leastTraffic(['users'], 'wrong-shape', 0.1, 10)).toBe(leastTraffic(['users'], 'throws', 0.1, 10));
  });
});
