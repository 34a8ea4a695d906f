import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import { answersAtMost } from '../notice.ts';
import type { AnswerRepository } from '../ports.ts';

/** Longer than a dead letter can lie: redriven later than that, one would be counted anew. */
const keptForSeconds = 30 * 24 * 60 * 60;

const daySchema = z
  .object({ firstId: z.string(), since: z.string(), answers: z.set(z.string()) })
  .transform(({ firstId, since, answers }) => ({ firstId, since, count: answers.size }));

/** The item that a failed condition brings along, as DynamoDB writes it. */
const fullSchema = z
  .object({
    firstId: z.object({ S: z.string() }),
    since: z.object({ S: z.string() }),
    answers: z.object({ SS: z.array(z.string()) }),
  })
  .transform(({ firstId, since, answers }) => ({
    firstId: firstId.S,
    since: since.S,
    count: answers.SS.length,
  }));

/** One item for each photo, kind and day in NotificationsTable, with the ids of what came: a set takes an id once. */
export function dynamoAnswers(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): AnswerRepository {
  return {
    async remember({ kind, ownerId, mediaId, personId, answerId, at }) {
      const update = new UpdateCommand({
        TableName: tableName,
        Key: { pk: `USER#${ownerId}`, sk: `ANSWERS#${kind}#${mediaId}#${at.slice(0, 10)}` },
        UpdateExpression:
          'ADD answers :ids SET firstId = if_not_exists(firstId, :person), since = if_not_exists(since, :at), expiresAt = :expiresAt, #type = :type',
        ConditionExpression:
          'attribute_not_exists(answers) OR contains(answers, :id) OR size(answers) < :most',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: {
          ':ids': new Set([answerId]),
          ':id': answerId,
          ':person': personId,
          ':at': at,
          ':expiresAt': Math.floor(Date.parse(at) / 1000) + keptForSeconds,
          ':most': answersAtMost,
          ':type': 'ANSWERS',
        },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        const { Attributes } = await client.send(update);
        return daySchema.parse(Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return fullSchema.parse(error.Item);
        throw error;
      }
    },
  };
}
