import type { Value } from '../value.ts';
import { addResource } from './expansion.ts';
import type { FunctionContext } from './function-context.ts';

/** Lets a service call the function (its alias, when it has one). */
export function addPermission(
  { expansion, target }: FunctionContext,
  id: string,
  principal: string,
  source: { SourceArn: Value } | { SourceAccount: Value },
): void {
  addResource(expansion, id, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: target,
    Principal: principal,
    ...source,
  });
}
