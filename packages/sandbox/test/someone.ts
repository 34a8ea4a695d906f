import type { Signer } from '../src/core/principal.ts';

/** Whoever calls in a test in which it does not matter who does. */
export const someone: Signer = {
  kind: 'user',
  arn: 'arn:aws:iam::000000000000:user/developer',
  accessKeyId: 'AKIADEVELOPER',
};
