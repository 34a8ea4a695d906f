import { hash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@shutterbus/contracts/domain-error';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** 403: the request came by the API's own address, round what limits requests before the distribution. */
class NotByFrontDoorError extends DomainError {
  constructor() {
    super('forbidden', 'front-door-only', "The API answers at the web app's address only.");
  }
}

/**
 * Where a key is set (decision 0049), the distribution adds it to each request, and the API's stage hands over the SHA-256 digests
 * of those that are taken: two while a key is changed, `off` where none is asked for. A function that is called without the API,
 * by a release's hook or by hand, gets no stage variables and asks for nothing: who may invoke it is IAM's to say.
 * @throws NotByFrontDoorError
 */
export function requireFrontDoor({
  headers,
  stageVariables,
}: Pick<APIGatewayProxyEventV2, 'headers' | 'stageVariables'>): void {
  const { frontDoorKeyDigests: taken = 'off' } = stageVariables ?? {};
  if (taken === 'off') return;
  const brought = hash('sha256', headers['x-front-door-key'] ?? '', 'buffer');
  // Each is compared, and each to its end, so that the time of an answer tells nothing.
  const fitting = taken
    .split(',')
    .map((digest) => Buffer.from(digest, 'hex'))
    .filter((digest) => digest.length === brought.length && timingSafeEqual(digest, brought));
  if (fitting.length === 0) throw new NotByFrontDoorError();
}
