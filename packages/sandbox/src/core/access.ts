import type { Principal } from './principal.ts';

/** One call of one resource, as a policy is asked about it. */
export interface AccessRequest {
  caller: Principal;
  /** As policies name it: `s3:PutObject`. An operation on several resources is one request for each. */
  action: string;
  /** ARN. */
  resource: string;
}

/**
 * What calls pass before they are done, whether they come by the AWS port or from a service in this process; which operations
 * do not ask yet stands in docs/decisions/0029-who-calls.md. Nothing is refused yet; who may do what will be decided here.
 */
export interface Access {
  check(caller: Principal, action: string, resource: string): void;
  /** @returns a function that unsubscribes */
  listen(listener: (request: AccessRequest) => void): () => void;
}

export function makeAccess(): Access {
  const listeners = new Set<(request: AccessRequest) => void>();
  return {
    check(caller, action, resource) {
      for (const listener of listeners) listener({ caller, action, resource });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
