import { type RoleSession, roleSession } from '../../core/principal.ts';

export interface DurableSettings {
  /** Of the whole execution, waits included. */
  executionTimeoutSeconds: number;
  /** How long an execution is kept after its end. */
  retentionDays: number;
}

/** A function as the template describes it. */
export interface LambdaFunction {
  logicalId: string;
  stackName: string;
  name: string;
  arn: string;
  roleArn: string;
  runtime: string;
  handler: string;
  /** Absolute folder of the built code. */
  root: string;
  /** A native addon comes with the code. */
  hasAddons: boolean;
  variables: Record<string, string>;
  description: string;
  architecture: string;
  timeoutSeconds: number;
  memoryMb: number;
  reservedConcurrency?: number | undefined;
  /** Queue or topic for events that failed for good. */
  deadLetterArn?: string | undefined;
  logGroup: string;
  /** Its work may go on over many invocations. */
  durable?: DurableSettings | undefined;
  /** Of Lambda's own lines. */
  logFormat: 'Text' | 'JSON';
  /** When this process learned of it, ISO 8601. */
  modifiedAt: string;
}

const sessions = new WeakMap<LambdaFunction, RoleSession>();

/** As whom a function works, and Lambda for it: its role, in a session that has the function's name. */
export function executionRole(fn: LambdaFunction): RoleSession {
  const known = sessions.get(fn);
  if (known) return known;
  const session = roleSession(fn.roleArn, fn.name);
  sessions.set(fn, session);
  return session;
}
