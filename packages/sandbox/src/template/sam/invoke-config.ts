import type { Value } from '../value.ts';
import { isMapping } from '../value.ts';
import { addResource, attributeOf } from './expansion.ts';
import type { FunctionContext } from './function-context.ts';
import type { InvokeConfig } from './function-properties.ts';

const actions: Record<string, string> = {
  SQS: 'sqs:SendMessage',
  SNS: 'sns:Publish',
  Lambda: 'lambda:InvokeFunction',
  EventBridge: 'events:PutEvents',
};

/** AWS::Lambda::EventInvokeConfig, the queues or topics that SAM makes for it, and the role's right to write to them. */
export function addInvokeConfig(
  { expansion, logicalId, grants }: FunctionContext,
  config: InvokeConfig,
  aliasName: string | undefined,
  alias: string | undefined,
): void {
  const id = `${logicalId}EventInvokeConfig`;
  const target = (which: 'OnSuccess' | 'OnFailure'): Value | undefined => {
    const destination = config.DestinationConfig?.[which];
    if (!destination) return undefined;
    const { Type: type } = destination;
    let arn = destination.Destination;
    if (arn === undefined && type === 'SQS') {
      addResource(expansion, `${id}${which}Queue`, 'AWS::SQS::Queue', {});
      arn = attributeOf(`${id}${which}Queue`, 'Arn');
    }
    if (arn === undefined || (isMapping(arn) && Object.keys(arn).length === 0)) {
      expansion.report(
        `Resources.${logicalId}.Properties.EventInvokeConfig.DestinationConfig.${which}`,
        'has no Destination; only Type SQS makes one.',
      );
      return undefined;
    }
    const action = type === undefined ? undefined : actions[type];
    if (action !== undefined)
      grants.inline.push({ name: `${id}${which}${type}Policy`, action, resource: arn });
    return { Destination: arn };
  };
  const onSuccess = target('OnSuccess');
  const onFailure = target('OnFailure');
  addResource(
    expansion,
    id,
    'AWS::Lambda::EventInvokeConfig',
    {
      FunctionName: { Ref: logicalId },
      Qualifier: aliasName ?? '$LATEST',
      MaximumEventAgeInSeconds: config.MaximumEventAgeInSeconds,
      MaximumRetryAttempts: config.MaximumRetryAttempts,
      DestinationConfig:
        onSuccess || onFailure
          ? { ...(onSuccess && { OnSuccess: onSuccess }), ...(onFailure && { OnFailure: onFailure }) }
          : undefined,
    },
    alias === undefined ? [] : [alias],
  );
}
