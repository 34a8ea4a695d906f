import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CognitoIdentityProviderClient, DeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  DynamoDBClient,
  paginateListTables,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Photo } from '@shutterbus/contracts/routes/media';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { call, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { done } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import { functionNamed } from './function-named.ts';

const sample = path.resolve(import.meta.dirname, '../../events/users/sweep-ghosts.json');

/** Somebody deletes the account with a token and Cognito's own operation, which has no trigger. */
describe('a profile without an account', () => {
  let app: App;
  let anna: Person;
  let ben: Person;
  let shown: Photo;
  let bens: Photo;

  beforeAll(async () => {
    app = await startApp();
    [anna, ben] = [await Person.join(app, 'Anna'), await Person.join(app, 'Ben')];
    await Promise.all([
      ben.put(`/v1/users/${anna.handle}/follow`),
      anna.put(`/v1/users/${ben.handle}/follow`),
    ]);
    bens = await ben.upload(await photoLike(1, 2), { title: 'First light', visibility: 'public' });
    await ben.photoWithStatus(bens.id, 'ready');
    await lookAfter(app, done('OnThumbnailsGenerated', 'OnFollowChanged', 'FillHomes'), async () => {
      expect((await anna.put(`/v1/media/${bens.id}/like`)).status).toBe(204);
      expect((await anna.get('/v1/media/home')).body.items).toHaveLength(1);
    });
    expect((await anna.post(`/v1/media/${bens.id}/comments`, { text: 'Oh!' })).status).toBe(201);
    const { id } = await anna.upload(await photoLike(1, 1), { title: 'Last light', visibility: 'public' });
    await anna.photoWithStatus(id, 'ready');
    shown = await lookAfter(app, done('OnThumbnailsGenerated'), async () => {
      const { body } = await call(app, 'GET', '/v1/media');
      const found = body.items.find((photo: Photo) => photo.id === id);
      if (!found) throw new Error('the photo is not shown yet');
      return found;
    });
  });
  afterAll(() => app?.dispose());

  /** What the schedule does each hour. */
  async function sweep(): Promise<Record<string, number>> {
    const { FunctionName } = await functionNamed(app, '-SweepGhosts');
    const { Payload } = await new LambdaClient(developer(app)).send(
      new InvokeCommand({ FunctionName, Payload: await readFile(sample) }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  }

  /** Items of all tables that say whose they are, without the outbox and what rests until it expires. */
  async function itemsOf(userId: string, change?: (client: DynamoDBClient, table: string) => Promise<void>) {
    const client = new DynamoDBClient(developer(app));
    const found: string[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
      for (const TableName of TableNames) {
        for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
          for (const { pk, sk, type } of Items) {
            const key = `${pk?.S} ${sk?.S}`;
            if (key.includes(userId)) found.push(`${type?.S} ${key}`.replaceAll(userId, 'her'));
            if (key === `GHOSTS SUSPECT#${userId}`) await change?.(client, TableName);
          }
        }
      }
    }
    return found.sort();
  }

  it('ends half an hour after it was found, in all services', async () => {
    const { id: userId } = (await anna.get('/v1/users/me')).body;
    const cognito = new CognitoIdentityProviderClient(developer(app));
    await cognito.send(new DeleteUserCommand({ AccessToken: anna.accessToken }));
    expect(await sweep()).toMatchObject({ missing: 1, ended: 0 });
    expect((await call(app, 'GET', `/v1/users/${anna.handle}`)).status).toBe(200);
    expect(await sweep()).toMatchObject({ ended: 0 });

    await itemsOf(userId, async (client, TableName) => {
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: { pk: { S: 'GHOSTS' }, sk: { S: `SUSPECT#${userId}` } },
          UpdateExpression: 'SET missedAt = :before',
          ExpressionAttributeValues: { ':before': { S: new Date(Date.now() - 31 * 60_000).toISOString() } },
        }),
      );
    });
    expect(await sweep()).toMatchObject({ ended: 1 });

    expect((await call(app, 'GET', `/v1/users/${anna.handle}`)).status).toBe(404);
    await lookAfter(app, done(), async () => {
      const { items } = (await call(app, 'GET', '/v1/media')).body;
      expect(items).toMatchObject([{ id: bens.id, likes: 0, comments: 0 }]);
      for (const { url } of shown.renditions)
        expect((await fetch(`${app.webUrl}${url}`)).status).not.toBe(200);
      const left = (await itemsOf(userId)).filter((item) => !/^(LIMIT|QUOTA|CLAIM) /.test(item));
      // Pairs that ended keep their version in users, which counts them.
      expect(left.map((item) => item.split(' ')[0])).toEqual(['AUTHOR', ...['PAIR', 'PAIR'], 'PERSON']);
    });
    expect((await ben.get('/v1/users/me')).body).toMatchObject({ followerCount: 0, followingCount: 0 });
    expect((await ben.get('/v1/notifications')).status).toBe(200);
  });

  it('leaves its handle to nobody for now, and those who are there stay', async () => {
    const next = await Person.arrive(app, 'Next', { handle: anna.handle, email: `next-${anna.email}` });
    await expect(next.signUp()).rejects.toThrow('This handle is taken');
    expect(await sweep()).toMatchObject({ ended: 0 });
    expect((await ben.get('/v1/users/me')).status).toBe(200);
  });
});
