import type { Access } from '../../core/access.ts';
import { covers, type Policy, patternOf, type Statement } from '../../core/policy.ts';

/** That calls were covered by an action and a resource of a statement, both as the statement writes them. */
export interface GrantUse {
  action: string;
  resource: string;
  times: number;
  /** Milliseconds since the epoch. */
  lastAt: number;
}

export interface GrantUses {
  /** Of one statement of a role, since the start of the sandbox; a statement that is changed begins anew. */
  of(roleArn: string, statement: Statement): readonly GrantUse[];
}

interface Granted {
  roleArn: string;
  actions: readonly RegExp[];
  resources: readonly RegExp[];
  /** By the places of an action and a resource in the statement. */
  uses: Map<string, GrantUse>;
}

/**
 * Counts, for each `Allow` of a role, the calls that it covers by action and resource; conditions are not asked. What a
 * statement says by `NotAction` or `NotResource` is not counted.
 */
export function countGrantUses(
  access: Pick<Access, 'listen'>,
  policiesOf: (roleArn: string) => readonly Policy[],
  now: () => number,
): GrantUses {
  /** A template that is applied anew makes the statements of its roles anew. */
  const kept = new Map<string, Granted['uses']>();
  const known = new WeakMap<Statement, Granted>();

  function granted(roleArn: string, statement: Statement): Granted {
    const found = known.get(statement);
    if (found?.roleArn === roleArn) return found;
    const key = `${roleArn} ${JSON.stringify(statement.written)}`;
    const uses = kept.get(key) ?? new Map();
    kept.set(key, uses);
    const { effect, actions, resources } = statement;
    const counts = effect === 'Allow' && !actions.except && !resources.except;
    const made: Granted = {
      ...{ roleArn, uses },
      actions: counts ? actions.patterns.map((one) => patternOf(one.toLowerCase())) : [],
      resources: counts ? resources.patterns.map(patternOf) : [],
    };
    known.set(statement, made);
    return made;
  }

  function count(roleArn: string, statement: Statement, action: string, resource: string): void {
    const { actions, resources, uses } = granted(roleArn, statement);
    for (const [a, isAction] of actions.entries()) {
      if (!isAction.test(action)) continue;
      for (const [r, isResource] of resources.entries()) {
        if (!isResource.test(resource)) continue;
        const use = uses.get(`${a} ${r}`);
        if (use) {
          use.times += 1;
          use.lastAt = now();
        } else {
          const [named, on] = [statement.actions.patterns[a] ?? '', statement.resources.patterns[r] ?? ''];
          uses.set(`${a} ${r}`, { action: named, resource: on, times: 1, lastAt: now() });
        }
      }
    }
  }

  access.listen(({ caller, action, resource }) => {
    if (caller.kind !== 'role') return;
    const asked = action.toLowerCase();
    for (const { statements } of policiesOf(caller.roleArn))
      for (const statement of statements) count(caller.roleArn, statement, asked, resource);
  });
  return { of: (roleArn, statement) => [...granted(roleArn, statement).uses.values()] };
}

/** Actions whose calls pass `Access.check`; of others nobody knows here whether they are used (docs/decisions/0029-who-calls.md). */
const asking = [
  ...['cognito-idp:*', 'dynamodb:*', 's3:*', 'sns:*', 'sqs:*'],
  ...['events:PutEvents', 'events:PutPermission', 'events:RemovePermission'],
  ...['lambda:InvokeFunction', 'lambda:AddPermission', 'lambda:RemovePermission', 'lambda:GetPolicy'],
  ...['lambda:*Durable*', 'logs:PutLogEvents', 'ses:SendEmail', 'ssm:GetParameter', 'sts:AssumeRole'],
].map((action) => action.toLowerCase());

/** @param action as a statement writes it */
export function isTold(action: string): boolean {
  const asked = action.toLowerCase();
  return asking.some((one) => covers(one, asked) || covers(asked, one));
}
