import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DynamoDBClient,
  paginateListTables,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { Person, sendUpload } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { functionNamed } from './function-named.ts';

const sample = path.resolve(import.meta.dirname, '../../events/media/sweep-abandoned.json');

describe('photos that nobody will see', () => {
  let app: App;
  let anna: Person;
  let picture: Buffer;

  beforeAll(async () => {
    app = await startApp();
    anna = await Person.join(app, 'Anna');
    picture = await photoLike(1, 1);
  });
  afterAll(() => app?.dispose());

  const idsOfMine = async (): Promise<string[]> =>
    (await anna.get('/v1/media/mine')).body.items.map(({ id }: { id: string }) => id);

  /** What the schedule does each hour. */
  async function sweep(): Promise<Record<string, number>> {
    const { FunctionName } = await functionNamed(app, '-SweepAbandoned');
    const { Payload } = await new LambdaClient(developer(app)).send(
      new InvokeCommand({ FunctionName, Payload: await readFile(sample) }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  }

  /** The photo was last changed so long ago. */
  async function changedBefore(mediaId: string, hours: number): Promise<void> {
    const client = new DynamoDBClient(developer(app));
    const hoursAgo = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString();
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
      for (const TableName of TableNames) {
        for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
          const item = Items.find(({ pk, sk }) => pk?.S === `MEDIA#${mediaId}` && sk?.S === 'PHOTO');
          if (!item?.pk || !item.sk) continue;
          const { gsi2pk, gsi2sk } = item;
          expect(gsi2pk).toEqual({ S: 'GOES' });
          const end = Date.parse(gsi2sk?.S?.split('#')[0] ?? '') - Date.parse(item.updatedAt?.S ?? '');
          await client.send(
            new UpdateItemCommand({
              TableName,
              Key: { pk: item.pk, sk: item.sk },
              UpdateExpression: 'SET updatedAt = :at, gsi2sk = :end',
              ExpressionAttributeValues: {
                ':at': { S: hoursAgo(hours) },
                ':end': { S: `${hoursAgo(hours - end / 3_600_000)}#${mediaId}` },
              },
            }),
          );
        }
      }
    }
  }

  it('go when their time has come: without bytes after a day, refused after thirty', async () => {
    const asked = { title: 'Waits', sizeBytes: picture.length };
    const waits = (await anna.requestUpload(asked)).body.photo.id;
    const fresh = (await anna.requestUpload(asked)).body;
    const refused = await anna.upload(Buffer.from('not a picture at all'), { title: 'Refused' });
    await anna.photoWithStatus(refused.id, 'rejected');
    await changedBefore(waits, 23);
    await changedBefore(refused.id, 29 * 24);
    expect(await sweep()).toEqual({ removed: 0, arrived: 0 });

    await changedBefore(waits, 25);
    await changedBefore(refused.id, 31 * 24);
    const runs = await Promise.all([sweep(), sweep()]);
    expect(runs.reduce((sum, { removed = 0 }) => sum + removed, 0)).toBe(2);
    expect(await idsOfMine()).toEqual([fresh.photo.id]);
    expect((await anna.get(`/v1/media/${waits}`)).status).toBe(404);

    expect((await sendUpload(fresh.upload, picture)).ok).toBe(true);
    await anna.photoWithStatus(fresh.photo.id, 'ready');
    expect(await sweep()).toEqual({ removed: 0, arrived: 0 });
  });
});
