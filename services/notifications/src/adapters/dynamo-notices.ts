import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { DomainError } from '@shutterbus/contracts/domain-error';
import { notificationKindField } from '@shutterbus/contracts/events/notifications';
import { ulidField } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts } from '@shutterbus/lambda/outbox';
import * as z from 'zod';
import { cameTogether, type Notice, noticeSchema } from '../notice.ts';
import type { NoticeKey, NoticeRepository } from '../ports.ts';

const userKey = (userId: string) => `USER#${userId}`;
const noticeKey = ({ userId, id }: NoticeKey) => ({ pk: userKey(userId), sk: `NOTICE#${id}` });
const unreadKey = (userId: string) => `UNREAD#${userId}`;

/** Nobody scrolls back further than half a year; DynamoDB deletes the item within days of it. */
const keptForSeconds = 180 * 24 * 60 * 60;
/** What goes by mail alone is there for the mail, which can lie as a dead letter for two weeks, and for what it tells of to grow. */
const mailKeptForSeconds = 30 * 24 * 60 * 60;
/** Of pages in a row on which nothing is to be shown. */
const readsAtMost = 5;
/** What `countUnread` counts up to, and so the most that one call reads. */
const unreadAtMost = 100;

/** Of each kind; each by a call of its own, which the client sends over fifty connections. */
const removedAtOnce = 25;

/** Where a page ended. The partition is never taken from the caller. */
const positionSchema = z.object({ id: ulidField });

const kindSchema = z.object({ facts: z.object({ kind: z.string() }) });
const knownKinds = new Set<string>(notificationKindField.options);

/** What a claim on a mail leaves in the item. */
const claimSchema = z.object({ mailCopies: z.int().positive() });

const names = { '#mail': 'mail' };

/** Notifications in NotificationsTable; the unread ones are in the sparse index gsi1. */
export function dynamoNotices(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): NoticeRepository {
  const epochSeconds = () => Math.floor(clock().getTime() / 1000);

  return {
    find,

    async add(notice) {
      const item = {
        ...noticeKey(notice),
        type: 'NOTICE',
        ...notice,
        ...(notice.mailOnly
          ? { expiresAt: epochSeconds() + mailKeptForSeconds }
          : {
              gsi1pk: unreadKey(notice.userId),
              gsi1sk: notice.id,
              expiresAt: epochSeconds() + keptForSeconds,
            }),
      };
      const isNew = await ifCondition(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: item,
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
      return isNew ? notice : ((await find(notice)) ?? notice);
    },

    async tellOfMore(key, facts, { inApp }) {
      await ifCondition(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: noticeKey(key),
            UpdateExpression: inApp
              ? 'SET #facts = :facts, #read = :false, gsi1pk = :unread, gsi1sk = :id, expiresAt = :expiresAt REMOVE mailOnly'
              : 'SET #facts = :facts',
            // `saysMore`; what earlier releases wrote of a photo tells of others alone, or not even of these.
            ConditionExpression: `attribute_exists(pk) AND (#facts.#together < :together OR
              (attribute_not_exists(#facts.#together) AND (attribute_not_exists(#facts.#others) OR #facts.#others < :others)))`,
            ExpressionAttributeNames: {
              '#facts': 'facts',
              '#together': 'together',
              '#others': 'others',
              ...(inApp && { '#read': 'read' }),
            },
            ExpressionAttributeValues: {
              ':facts': facts,
              ':together': cameTogether(facts),
              ':others': cameTogether(facts) - 1,
              ...(inApp && {
                ':false': false,
                ':unread': unreadKey(key.userId),
                ':id': key.id,
                ':expiresAt': epochSeconds() + keptForSeconds,
              }),
            },
          }),
        ),
      );
    },

    async list(userId, { limit, cursor }) {
      const items: Notice[] = [];
      let from = startAfter(userId, cursor);
      for (let reads = 1; ; reads += 1) {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :user AND begins_with(sk, :notice)',
            ExpressionAttributeValues: { ':user': userKey(userId), ':notice': 'NOTICE#' },
            ScanIndexForward: false,
            Limit: limit - items.length,
            ExclusiveStartKey: from,
          }),
        );
        items.push(...Items.flatMap(shownOf));
        const last = LastEvaluatedKey && positionSchema.parse(Items.at(-1));
        if (last === undefined || items.length === limit || reads === readsAtMost)
          return { items, nextCursor: encodeCursor(last) };
        from = noticeKey({ userId, id: last.id });
      }
    },

    async countUnread(userId) {
      const { Count = 0 } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :unread',
          ExpressionAttributeValues: { ':unread': unreadKey(userId) },
          Select: 'COUNT',
          Limit: unreadAtMost,
        }),
      );
      return Count;
    },

    async markRead(userId, ids) {
      await Promise.all(
        ids.map((id) =>
          ifCondition(
            client.send(
              new UpdateCommand({
                TableName: tableName,
                Key: noticeKey({ userId, id }),
                UpdateExpression: 'SET #read = :true REMOVE gsi1pk, gsi1sk',
                ConditionExpression: 'attribute_exists(pk)',
                ExpressionAttributeNames: { '#read': 'read' },
                ExpressionAttributeValues: { ':true': true },
              }),
            ),
          ),
        ),
      );
    },

    async claimMail(key, leaseSeconds) {
      const claim = await ifCondition(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: noticeKey(key),
            UpdateExpression: 'SET #mail = :sending, mailLeaseUntil = :until ADD mailCopies :one',
            ConditionExpression: '#mail = :queued OR (#mail = :sending AND mailLeaseUntil < :now)',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: {
              ':queued': 'queued',
              ':sending': 'sending',
              ':now': epochSeconds(),
              ':until': epochSeconds() + leaseSeconds,
              ':one': 1,
            },
            ReturnValues: 'UPDATED_NEW',
          }),
        ),
      );
      return claim && claimSchema.parse(claim.Attributes).mailCopies;
    },

    async releaseMail(key, copies) {
      await ifCondition(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: noticeKey(key),
            UpdateExpression: 'SET #mail = :queued, mailCopies = :fewer REMOVE mailLeaseUntil',
            ConditionExpression: '#mail = :sending AND mailCopies = :copies',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: {
              ':queued': 'queued',
              ':sending': 'sending',
              ':copies': copies,
              ':fewer': copies - 1,
            },
          }),
        ),
      );
    },

    async remove(keys) {
      await Promise.all(
        keys.map((key) => client.send(new DeleteCommand({ TableName: tableName, Key: noticeKey(key) }))),
      );
    },

    async removeSome(userId) {
      const found = await Promise.all(
        ['NOTICE#', 'ANSWERS#'].map((kind) =>
          client.send(
            new QueryCommand({
              TableName: tableName,
              KeyConditionExpression: 'pk = :user AND begins_with(sk, :kind)',
              ExpressionAttributeValues: { ':user': userKey(userId), ':kind': kind },
              ProjectionExpression: 'pk, sk',
              ConsistentRead: true,
              Limit: removedAtOnce,
            }),
          ),
        ),
      );
      const keys = found.flatMap(({ Items = [] }) => Items);
      await Promise.all(keys.map((Key) => client.send(new DeleteCommand({ TableName: tableName, Key }))));
      return keys.length > 0;
    },

    async settleMail(key, outcome, events) {
      const update = {
        TableName: tableName,
        Key: noticeKey(key),
        UpdateExpression: 'SET #mail = :outcome REMOVE mailLeaseUntil',
        ConditionExpression: '#mail = :sending',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':outcome': outcome, ':sending': 'sending' },
      };
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [{ Update: update }, ...outboxPuts(tableName, events, clock())],
          }),
        );
      } catch (error) {
        // Somebody who took over an expired claim has settled it and told so already.
        const settled =
          error instanceof TransactionCanceledException &&
          error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed';
        if (!settled) throw error;
      }
    },
  };

  async function find(key: NoticeKey) {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: noticeKey(key), ConsistentRead: true }),
    );
    return Item && noticeSchema.parse(Item);
  }
}

/** Not what goes by mail alone. The next release may write kinds that this one has no words for; while both serve, these are passed over. */
function shownOf(item: unknown): Notice[] {
  if (!knownKinds.has(kindSchema.parse(item).facts.kind)) return [];
  const notice = noticeSchema.parse(item);
  return notice.mailOnly ? [] : [notice];
}

function startAfter(userId: string, cursor: string | undefined) {
  const decoded = decodeCursor(cursor);
  if (!decoded) return undefined;
  const position = positionSchema.safeParse(decoded);
  if (!position.success)
    throw new DomainError('invalid', 'invalid-cursor', 'The cursor is not one that this list gave out.');
  return noticeKey({ userId, id: position.data.id });
}

/** @returns what the write answered, or undefined when its condition did not hold */
async function ifCondition<Answer>(write: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
