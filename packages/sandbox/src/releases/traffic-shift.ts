/** A part of the way: how much of the traffic the new version gets, and for how long before the next part. */
export interface ShiftStep {
  /** Percent, 100 in the last step. */
  weight: number;
  /** Minutes; 0 in the last step. */
  bakeMinutes: number;
}

/**
 * The steps of a deployment preference: `AllAtOnce`, `Canary10Percent5Minutes`, `Linear10PercentEvery1Minute`, with or
 * without `CodeDeployDefault.Lambda` before it.
 * @throws RangeError for a type that is none of these
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
 */
export function shiftSteps(type: string): ShiftStep[] {
  const name = type.replace(/^CodeDeployDefault\.Lambda/, '');
  const last: ShiftStep = { weight: 100, bakeMinutes: 0 };
  if (name === 'AllAtOnce') return [last];
  const [, canary, bake] = /^Canary(\d+)Percent(\d+)Minutes?$/.exec(name) ?? [];
  if (canary && bake && inside(canary)) return [{ weight: Number(canary), bakeMinutes: Number(bake) }, last];
  const [, share, every] = /^Linear(\d+)PercentEvery(\d+)Minutes?$/.exec(name) ?? [];
  if (!share || !every || !inside(share)) throw new RangeError(`${type} is no deployment preference type`);
  const increment = Number(share);
  const steps = Array.from({ length: Math.ceil(100 / increment) - 1 }, (_, index) => ({
    weight: (index + 1) * increment,
    bakeMinutes: Number(every),
  }));
  return [...steps, last];
}

const inside = (percent: string): boolean => Number(percent) > 0 && Number(percent) < 100;
