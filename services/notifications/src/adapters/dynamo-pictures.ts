import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { shownPictureField } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { setting } from '@shutterbus/lambda/setting';
import * as z from 'zod';
import type { PictureRepository } from '../ports.ts';
import { batchKeptForSeconds } from '../publication-batch.ts';

export const pictureKey = (mediaId: string) => ({ pk: `PHOTO#${mediaId}`, sk: 'PICTURE' });
/** Without a picture where nothing shows the photo. */
export const pictureItem = z.object({ mediaId: z.string(), picture: shownPictureField.optional() });

/** Longer than any notification that it stands beside; an event can lie as a dead letter for two weeks. */
const keptForSeconds = batchKeptForSeconds + 15 * 24 * 60 * 60;

/** What shows photos, in NotificationsTable. Beside what is known of their visibility, which has versions of its own. */
export function dynamoPictures(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): PictureRepository {
  /** Does nothing when as much, or more, is known. */
  async function write(
    mediaId: string,
    { mediaVersion, setVersion }: { mediaVersion: number; setVersion: number },
    fields: Record<string, unknown>,
    gone = '',
  ): Promise<void> {
    const expiresAt = Math.floor(clock().getTime() / 1000) + keptForSeconds;
    const { expression, names, values } = setting({
      ...{ type: 'PICTURE', mediaId, mediaVersion, setVersion, expiresAt },
      ...fields,
    });
    try {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: pictureKey(mediaId),
          UpdateExpression: `${expression} ${gone}`,
          ConditionExpression:
            'attribute_not_exists(pk) OR #mediaVersion < :mediaVersion OR (#mediaVersion = :mediaVersion AND #setVersion < :setVersion)',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  return {
    remember: (mediaId, picture) => write(mediaId, picture, { picture }),

    forget: ({ mediaId, version }) =>
      write(mediaId, { mediaVersion: version, setVersion: 0 }, {}, 'REMOVE picture'),

    async find(mediaId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: pictureKey(mediaId), ConsistentRead: true }),
      );
      return Item && pictureItem.parse(Item).picture;
    },
  };
}
