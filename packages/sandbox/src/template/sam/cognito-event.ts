import * as z from 'zod';
import { value } from '../sections.ts';
import { isMapping, type Mapping } from '../value.ts';
import { attributeOf, parsePart, referredTo } from './expansion.ts';
import type { FunctionContext } from './function-context.ts';
import { addPermission } from './permission.ts';

const cognitoEvent = z.strictObject({
  UserPool: value,
  Trigger: z.union([z.string().transform((trigger) => [trigger]), z.array(z.string())]),
});

/** Cognito: makes the function a trigger of a user pool of the same template. */
export function addCognitoTrigger(
  context: FunctionContext,
  _name: string,
  source: Mapping,
  place: string,
): void {
  const { expansion, targetLogicalId, targetArn } = context;
  const event = parsePart(cognitoEvent, source, place, expansion.report);
  if (!event) return;
  const poolId = referredTo(event.UserPool);
  const pool = poolId === undefined ? undefined : expansion.resources.get(poolId);
  if (pool?.type !== 'AWS::Cognito::UserPool') {
    expansion.report(`${place}.UserPool`, 'must be a !Ref to a user pool of the same template.');
    return;
  }
  const triggers = isMapping(pool.properties.LambdaConfig) ? pool.properties.LambdaConfig : {};
  for (const trigger of event.Trigger) {
    if (Object.hasOwn(triggers, trigger))
      expansion.report(`${place}.Trigger`, `${pool.logicalId} has a ${trigger} trigger already.`);
    triggers[trigger] = targetArn;
  }
  pool.properties.LambdaConfig = triggers;
  const permission = `${targetLogicalId}CognitoPermission`;
  if (!expansion.resources.has(permission)) {
    addPermission(context, permission, 'cognito-idp.amazonaws.com', {
      SourceArn: attributeOf(pool.logicalId, 'Arn'),
    });
  }
}
