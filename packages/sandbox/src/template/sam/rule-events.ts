import * as z from 'zod';
import { mapping, value } from '../sections.ts';
import type { Mapping, Value } from '../value.ts';
import { addResource, attributeOf, defined, parsePart } from './expansion.ts';
import type { FunctionContext } from './function-context.ts';
import { mayBeAssumedBy } from './function-role.ts';
import { addPermission } from './permission.ts';

const deadLetterConfig = z
  .strictObject({
    Arn: value.optional(),
    Type: z.literal('SQS').optional(),
    QueueLogicalId: z.string().optional(),
  })
  .refine(
    (config) => (config.Arn === undefined) !== (config.Type === undefined),
    'takes either Arn or Type: SQS',
  );
type DeadLetterConfig = z.infer<typeof deadLetterConfig>;

const targetInput = {
  Input: value.optional(),
  InputPath: value.optional(),
  InputTransformer: value.optional(),
};

const eventRule = z.strictObject({
  Pattern: mapping,
  EventBusName: value.optional(),
  RuleName: value.optional(),
  State: value.optional(),
  Target: z.strictObject({ Id: z.string() }).optional(),
  DeadLetterConfig: deadLetterConfig.optional(),
  RetryPolicy: value.optional(),
  ...targetInput,
});

/** EventBridgeRule: a rule on a bus with the function as its target. */
export function addEventRule(context: FunctionContext, name: string, source: Mapping, place: string): void {
  const event = parsePart(eventRule, source, place, context.expansion.report);
  if (!event) return;
  addRule(context, name, event, {
    EventBusName: event.EventBusName,
    EventPattern: event.Pattern,
    Name: event.RuleName,
    State: event.State,
  });
}

const schedule = z.strictObject({
  Schedule: value,
  Name: value.optional(),
  Description: value.optional(),
  Enabled: z.union([z.boolean(), z.stringbool()]).optional(),
  State: value.optional(),
  Input: value.optional(),
  DeadLetterConfig: deadLetterConfig.optional(),
  RetryPolicy: value.optional(),
});

/** Schedule: a rule that fires by the clock. */
export function addSchedule(context: FunctionContext, name: string, source: Mapping, place: string): void {
  const event = parsePart(schedule, source, place, context.expansion.report);
  if (!event) return;
  const enabled = event.Enabled === undefined ? undefined : event.Enabled ? 'ENABLED' : 'DISABLED';
  addRule(context, name, event, {
    ScheduleExpression: event.Schedule,
    Name: event.Name,
    Description: event.Description,
    State: event.State ?? enabled,
  });
}

interface RuleTarget {
  Target?: { Id: string } | undefined;
  Input?: Value | undefined;
  InputPath?: Value | undefined;
  InputTransformer?: Value | undefined;
  RetryPolicy?: Value | undefined;
  DeadLetterConfig?: DeadLetterConfig | undefined;
}

function addRule(
  context: FunctionContext,
  name: string,
  { Target, DeadLetterConfig, Input, InputPath, InputTransformer, RetryPolicy }: RuleTarget,
  rule: Record<string, Value | undefined>,
): void {
  const { expansion, logicalId, targetArn } = context;
  const id = `${logicalId}${name}`;
  const deadLetters = DeadLetterConfig && { Arn: deadLetterQueue(context, id, DeadLetterConfig) };
  addResource(expansion, id, 'AWS::Events::Rule', {
    ...rule,
    Targets: [
      defined({
        Id: Target?.Id ?? `${id}LambdaTarget`,
        Arn: targetArn,
        ...{ Input, InputPath, InputTransformer, RetryPolicy },
        DeadLetterConfig: deadLetters,
      }),
    ],
  });
  addPermission(context, `${id}Permission`, 'events.amazonaws.com', { SourceArn: attributeOf(id, 'Arn') });
}

/** The queue's ARN. Only a queue that SAM makes gets the policy that lets the rule write to it, as in AWS. */
function deadLetterQueue({ expansion }: FunctionContext, ruleId: string, config: DeadLetterConfig): Value {
  if (config.Arn !== undefined) return config.Arn;
  const queue = config.QueueLogicalId ?? `${ruleId}Queue`;
  addResource(expansion, queue, 'AWS::SQS::Queue', {});
  addResource(expansion, `${ruleId}QueuePolicy`, 'AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: attributeOf(queue, 'Arn'),
          Condition: { ArnEquals: { 'aws:SourceArn': attributeOf(ruleId, 'Arn') } },
        },
      ],
    },
  });
  return attributeOf(queue, 'Arn');
}

const scheduleV2 = z.strictObject({
  ScheduleExpression: value,
  ScheduleExpressionTimezone: value.optional(),
  Name: value.optional(),
  Description: value.optional(),
  State: value.optional(),
  Input: value.optional(),
  FlexibleTimeWindow: value.optional(),
  RetryPolicy: value.optional(),
  RoleArn: value.optional(),
  DeadLetterConfig: z.strictObject({ Arn: value }).optional(),
});

/** ScheduleV2: a schedule of EventBridge Scheduler, with the role under which it calls the function. */
export function addScheduleV2(context: FunctionContext, name: string, source: Mapping, place: string): void {
  const { expansion, logicalId, targetArn } = context;
  const event = parsePart(scheduleV2, source, place, expansion.report);
  if (!event) return;
  const id = `${logicalId}${name}`;
  if (event.RoleArn === undefined) {
    addResource(expansion, `${id}Role`, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: mayBeAssumedBy('scheduler.amazonaws.com'),
      Policies: [
        {
          PolicyName: `${id}LambdaPolicy`,
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: targetArn }],
          },
        },
      ],
    });
  }
  addResource(expansion, id, 'AWS::Scheduler::Schedule', {
    ScheduleExpression: event.ScheduleExpression,
    ScheduleExpressionTimezone: event.ScheduleExpressionTimezone,
    Name: event.Name ?? id,
    Description: event.Description,
    State: event.State,
    FlexibleTimeWindow: event.FlexibleTimeWindow ?? { Mode: 'OFF' },
    Target: defined({
      Arn: targetArn,
      RoleArn: event.RoleArn ?? attributeOf(`${id}Role`, 'Arn'),
      Input: event.Input,
      RetryPolicy: event.RetryPolicy,
      DeadLetterConfig: event.DeadLetterConfig,
    }),
  });
}
