import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { DailyQuotaError } from '../errors.ts';
import { anna, ben } from '../test-world.ts';
import { behavesAsAuthors } from './authors.suite.ts';
import { dynamoAuthors } from './dynamo-authors.ts';
import { dynamoPhotos } from './dynamo-photos.ts';
import { dynamoUploadQuota, uploadsPerDay } from './dynamo-upload-quota.ts';
import { behavesAsPhotos } from './photos.suite.ts';

const clock = () => new Date('2026-11-21T10:00:00.000Z');

describe('MediaTable in the sandbox’s engine', () => {
  const db = useDynamoDb({ indexes: 3 });

  describe('dynamoPhotos', () => {
    behavesAsPhotos(async () => {
      const table = await db.freshTable();
      return {
        photos: dynamoPhotos(table, clock),
        outbox: async () => (await db.outboxOf(table)).map(({ detailType }) => detailType),
      };
    });

    it('refuses a cursor that it did not give out', async () => {
      const photos = dynamoPhotos(await db.freshTable(), clock);
      const forged = (position: object) => Buffer.from(JSON.stringify(position)).toString('base64url');
      const id = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
      const long = '9'.repeat(1100);
      for (const cursor of [
        'nonsense',
        forged({ pk: 'OUTBOX#1' }),
        forged({ id, at: '' }),
        forged({ id, at: long }),
        forged({ id: long, at: id }),
      ])
        await expect(photos.listPublished(undefined, { limit: 1, cursor })).rejects.toMatchObject({
          code: 'invalid-cursor',
        });
    });
  });

  describe('dynamoAuthors', () => {
    behavesAsAuthors(async () => dynamoAuthors(await db.freshTable()));
  });

  describe('dynamoUploadQuota', () => {
    it('counts each person’s day, and refuses one more than it holds, also all at once', async () => {
      const quota = dynamoUploadQuota(await db.freshTable());
      const takings = Array.from({ length: uploadsPerDay + 3 }, () => quota.take(anna, clock()));
      const refused = (await Promise.allSettled(takings)).flatMap((taking) =>
        taking.status === 'rejected' ? [taking.reason] : [],
      );
      expect(refused).toHaveLength(3);
      expect(refused[0]).toBeInstanceOf(DailyQuotaError);
      await expect(quota.take(ben, clock())).resolves.toBeUndefined();
      await expect(quota.take(anna, new Date('2026-11-22T00:00:00.000Z'))).resolves.toBeUndefined();
    });
  });
});
