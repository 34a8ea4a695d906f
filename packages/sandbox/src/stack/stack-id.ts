import { createHash } from 'node:crypto';
import type { World } from '../core/world.ts';

/** A stack's ARN, the same at every start. */
export function stackIdOf(
  stackName: string,
  { region, accountId }: Pick<World, 'region' | 'accountId'>,
): string {
  const hex = createHash('sha256').update(stackName).digest('hex');
  const uuid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
  return `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${uuid}`;
}
