import type { Trace } from '@shutterbus/contracts/event';
import { type AvatarDeps, changeAvatar } from '../change-avatar.ts';

/** No photo stands for the caller any more. @throws ConcurrentChangeError */
export function makeRemoveAvatar(deps: AvatarDeps) {
  return ({ callerId, trace }: { callerId: string; trace: Trace }): Promise<void> =>
    changeAvatar(deps, { userId: callerId, trace }, async (before) => (before ? undefined : 'as-before'));
}
