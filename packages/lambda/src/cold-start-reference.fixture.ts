import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import * as z from 'zod/mini';

/**
 * What the cold start of our functions is measured against (npm run bench:cold): the smallest function of the same
 * libraries, with nothing of ours in it. It never runs; only its load is measured.
 */
const logger = new Logger();
const metrics = new Metrics();
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const bus = new EventBridgeClient({});
const input = z.object({ id: z.string().check(z.minLength(1)) });

export const handler = middy<unknown, void>().handler(async (event) => {
  const { id } = input.parse(event);
  const { Item } = await documents.send(new GetCommand({ TableName: 'table', Key: { id } }));
  const entry = { Source: 'reference', DetailType: 'Read', Detail: JSON.stringify(Item) };
  await bus.send(new PutEventsCommand({ Entries: [entry] }));
  logger.info('Read', { id });
  metrics.addMetric('Read', 'Count', 1);
  metrics.publishStoredMetrics();
});
