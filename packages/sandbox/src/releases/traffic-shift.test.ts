import { shiftSteps } from './traffic-shift.ts';

const ways = (type: string): string =>
  shiftSteps(type)
    .map(({ weight, bakeMinutes }) => `${weight}:${bakeMinutes}`)
    .join(' ');

describe('shiftSteps', () => {
  it.each([
    ['AllAtOnce', '100:0'],
    ['Canary10Percent5Minutes', '10:5 100:0'],
    ['CodeDeployDefault.LambdaCanary10Percent30Minutes', '10:30 100:0'],
    ['Linear10PercentEvery1Minute', '10:1 20:1 30:1 40:1 50:1 60:1 70:1 80:1 90:1 100:0'],
    ['Linear30PercentEvery2Minutes', '30:2 60:2 90:2 100:0'],
  ])('%s', (type, expected) => {
    expect(ways(type)).toBe(expected);
  });

  it.each(['', 'Sometimes', 'Canary0Percent5Minutes', 'Canary100Percent5Minutes'])('refuses "%s"', (type) => {
    expect(() => shiftSteps(type)).toThrow(RangeError);
  });
});
