import * as z from 'zod';
import { readBody } from '../../core/edge.ts';
import type { BucketNotification } from './bucket-store.ts';
import { emptyAnswer, type Operation, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';
import { readXml, type XmlContent } from './xml.ts';

/** Kinds of target: name of the list, name of the target's ARN in it, service in the ARN. */
const kinds = [
  ['CloudFunctionConfiguration', 'CloudFunction', 'lambda'],
  ['QueueConfiguration', 'Queue', 'sqs'],
  ['TopicConfiguration', 'Topic', 'sns'],
] as const;

export const getNotification: Operation = (_state, { bucket }) => {
  const lists = kinds.map(([list, arn, service]): [string, XmlContent] => [
    list,
    byId(bucket.notifications.filter(({ targetArn }) => targetArn.split(':')[2] === service)).map((same) => ({
      Id: same[0]?.id,
      [arn]: same[0]?.targetArn,
      Event: same.map(({ event }) => event),
      Filter: filterOf(same[0]),
    })),
  ]);
  return xmlAnswer('NotificationConfiguration', {
    ...Object.fromEntries(lists),
    EventBridgeConfiguration: bucket.eventBridge ? '' : undefined,
  });
};

/** One configuration names several events; they are kept one by one. */
function byId(all: readonly BucketNotification[]): BucketNotification[][] {
  return [...Map.groupBy(all, ({ id }) => id).values()];
}

function filterOf(notification: BucketNotification | undefined): XmlContent {
  const rules = [
    ['Prefix', notification?.prefix],
    ['Suffix', notification?.suffix],
  ].filter(([, value]) => value);
  if (rules.length === 0) return undefined;
  return { S3Key: { FilterRule: rules.map(([Name, Value]) => ({ Name, Value })) } };
}

const configuration = z.object({
  Id: z.string().optional(),
  Event: z.array(z.string()).min(1),
  CloudFunction: z.string().optional(),
  Queue: z.string().optional(),
  Topic: z.string().optional(),
  Filter: z
    .object({
      S3Key: z.object({ FilterRule: z.array(z.object({ Name: z.string(), Value: z.string() })) }),
    })
    .optional(),
});
const document = z.object({
  ...Object.fromEntries(kinds.map(([list]) => [list, z.array(configuration).default([])])),
  EventBridgeConfiguration: z.unknown().optional(),
}) as z.ZodType<Record<string, z.infer<typeof configuration>[]>>;
const repeated = [...kinds.map(([list]) => list), 'Event', 'FilterRule'];

/** PutBucketNotificationConfiguration; whether a target is there shows when something is told to it. */
export const putNotification: Operation = async (state, { call, bucket }) => {
  const given = readXml(await readBody(call.request), 'NotificationConfiguration', repeated, true);
  const parsed = document.safeParse(given);
  if (!parsed.success) throw s3Error('MalformedXML');
  const notifications = kinds.flatMap(([list, arn]) =>
    (parsed.data[list] ?? []).flatMap((one, index) => {
      const targetArn = one[arn];
      if (targetArn === undefined || !targetArn.startsWith('arn:')) {
        const details = { ArgumentName: arn, ArgumentValue: targetArn ?? '' };
        throw s3Error('InvalidArgument', 'The ARN could not be parsed', details);
      }
      const id = one.Id ?? `${list}-${index + 1}`;
      return one.Event.map((event) => ({ id, targetArn, event, ...prefixAndSuffix(one.Filter) }));
    }),
  );
  state.buckets.save(bucket.name, { notifications, eventBridge: 'EventBridgeConfiguration' in given });
  return emptyAnswer();
};

function prefixAndSuffix(filter: z.infer<typeof configuration>['Filter']): {
  prefix: string;
  suffix: string;
} {
  const found = { prefix: '', suffix: '' };
  for (const { Name, Value } of filter?.S3Key.FilterRule ?? []) {
    const name = Name.toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') {
      throw s3Error('InvalidArgument', 'filter rule name must be either prefix or suffix', {
        ArgumentName: 'FilterRule.Name',
        ArgumentValue: Name,
      });
    }
    found[name] = Value;
  }
  return found;
}
