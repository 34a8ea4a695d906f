import type { Mapping } from '../value.ts';
import { addCognitoTrigger } from './cognito-event.ts';
import type { FunctionContext } from './function-context.ts';
import { addHttpRoute } from './http-api-event.ts';
import { addQueueMapping, addStreamMapping } from './mapping-events.ts';
import { addBucketNotification, addTopicSubscription } from './notification-events.ts';
import { addEventRule, addSchedule, addScheduleV2 } from './rule-events.ts';

/** Expands one event of a function; `place` names its properties in messages. */
export type EventExpander = (
  context: FunctionContext,
  name: string,
  properties: Mapping,
  place: string,
) => void;

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html */
const expanders: Record<string, EventExpander> = {
  HttpApi: addHttpRoute,
  EventBridgeRule: addEventRule,
  CloudWatchEvent: addEventRule,
  Schedule: addSchedule,
  ScheduleV2: addScheduleV2,
  SQS: addQueueMapping,
  DynamoDB: addStreamMapping,
  Cognito: addCognitoTrigger,
  S3: addBucketNotification,
  SNS: addTopicSubscription,
};

/** What SAM calls otherwise than CloudFormation. */
const namesIn: Record<string, Record<string, string>> = {
  EventBridgeRule: { EventPattern: 'Pattern' },
  CloudWatchEvent: { EventPattern: 'Pattern' },
  Schedule: { ScheduleExpression: 'Schedule' },
  SQS: { EventSourceArn: 'Queue' },
  DynamoDB: { EventSourceArn: 'Stream' },
};

/** What SAM makes without being asked, for events that are not supported. */
const implicitApi: Record<string, string> = {
  Api: 'ServerlessRestApi',
  WebSocketApi: 'ServerlessWebSocketApi',
};

export function expandEvent(
  context: FunctionContext,
  name: string,
  event: { Type: string; Properties: Mapping },
): void {
  const place = `Resources.${context.logicalId}.Properties.Events.${name}`;
  const expand = Object.hasOwn(expanders, event.Type) ? expanders[event.Type] : undefined;
  const { expansion, logicalId } = context;
  if (expand) {
    const before = new Set(expansion.resources.values());
    expand(context, name, event.Properties, `${place}.Properties`);
    const madeOf = { place: `${place}.Properties`, names: namesIn[event.Type] ?? {} };
    for (const made of expansion.resources.values()) if (!before.has(made)) made.madeOf = madeOf;
    return;
  }
  expansion.report(
    `${place}.Type`,
    `the event type ${event.Type} is not supported (there are ${Object.keys(expanders).join(', ')}).`,
  );
  expansion.missing.add(`${logicalId}${name}`).add(implicitApi[event.Type] ?? `${logicalId}${name}`);
}
