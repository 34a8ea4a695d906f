import type { World } from '../../core/world.ts';

/** As in AWS, a destination that does not take the record loses it. @returns the ARN when it has taken it */
export function handOn(
  { transaction, report }: Pick<World, 'transaction' | 'report'>,
  arn: string,
  send: () => void,
): string | undefined {
  try {
    transaction(send);
    return arn;
  } catch (error) {
    report(`${arn} did not take a failed event: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
