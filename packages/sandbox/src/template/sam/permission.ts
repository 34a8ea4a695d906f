import type { Value } from '../value.ts';
import type { FunctionContext } from './expand-function.ts';
import { addResource } from './expansion.ts';

/** Lets a service call the function (its alias, when it has one). */
export function addPermission(
  { expansion, target }: FunctionContext,
  id: string,
  principal: string,
  sourceArn: Value,
): void {
  addResource(expansion, id, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: target,
    Principal: principal,
    SourceArn: sourceArn,
  });
}
