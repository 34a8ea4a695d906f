import { DeleteCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts } from '@shutterbus/lambda/outbox';
import { ifVersion, transact } from '@shutterbus/lambda/transact';
import { avatarSchema } from '../avatar.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { AvatarRepository } from '../ports.ts';
import { photoKey } from './photo-item.ts';

const avatarKey = (userId: string) => ({ pk: `AVATAR#${userId}`, sk: 'AVATAR' });

/** What stands for people, in MediaTable. */
export function dynamoAvatars(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): AvatarRepository {
  return {
    async find(userId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: avatarKey(userId), ConsistentRead: true }),
      );
      return Item && avatarSchema.parse(Item);
    },

    async save(before, after, photo, events) {
      const Item = { ...avatarKey(after.userId), type: 'AVATAR', ...after };
      await transact(client, ConcurrentChangeError, [
        { Put: { TableName: tableName, Item, ...ifVersion(before?.version) } },
        // A photo that is hidden at the same moment must not stay a face: whoever comes second finds the other's write.
        ...(photo
          ? [
              {
                ConditionCheck: {
                  TableName: tableName,
                  Key: photoKey(photo.mediaId),
                  ...ifVersion(photo.version),
                },
              },
            ]
          : []),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async remove(userId) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: avatarKey(userId) }));
    },
  };
}
