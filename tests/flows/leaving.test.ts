import { CognitoIdentityProviderClient, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AnswersErased,
  NoticesErased,
  PhotosErased,
  RenditionsErased,
} from '@shutterbus/contracts/events/erasure';
import { UserDeleted } from '@shutterbus/contracts/events/users';
import type { Comment } from '@shutterbus/contracts/routes/comments';
import type { Photo } from '@shutterbus/contracts/routes/media';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { call, mailsTo, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { poll } from '@shutterbus/testing/poll';
import { done, event } from '@shutterbus/testing/wanted';
import { lookAfter, watchSandbox } from '@shutterbus/testing/watched-sandbox';
import { conductedLeavings, untold } from './conducted-leavings.ts';

describe('somebody who leaves', () => {
  let app: App;
  let anna: Person;
  let ben: Person;
  let userId: string;
  let hers: Photo;
  let his: Photo;
  let originals: string;
  let conducted: ReturnType<typeof conductedLeavings>;

  const published = async (person: Person, title: string): Promise<Photo> => {
    const { id } = await person.upload(await photoLike(1, 1), { title, visibility: 'public' });
    return lookAfter(app, done('OnThumbnailsGenerated'), async () => {
      const { status, body } = await call(app, 'GET', `/v1/media/public/${id}`);
      if (status !== 200) throw new Error(`${title} is not published yet`);
      return body;
    });
  };

  beforeAll(async () => {
    app = await startApp();
    [anna, ben] = [await Person.join(app, 'Anna'), await Person.join(app, 'Ben')];
    userId = (await anna.get('/v1/users/me')).body.id;
    conducted = conductedLeavings(app, userId);
    await anna.put('/v1/users/me/session');
    originals = `originals/${userId}/`;
    await ben.put(`/v1/users/${anna.handle}/follow`);
    await anna.put(`/v1/users/${ben.handle}/follow`);
    [hers, his] = [await published(anna, 'Last #light'), await published(ben, 'Harbour')];
    await anna.upload(await photoLike(2, 2), { title: 'For myself' });
    await anna.post(`/v1/media/${his.id}/comments`, { text: 'What a view!' });
    await anna.put(`/v1/media/${his.id}/like`);
  });
  afterAll(() => app?.dispose());

  /** What Ben, and somebody who is not signed in, see of her. */
  async function seen() {
    const idsOf = (body: { items: { id: string }[] }) =>
      body.items.flatMap(({ id }) => (id === hers.id ? 'hers' : id === his.id ? [] : id));
    const get = async (where: string) => (await call(app, 'GET', where)).status;
    const page = async (where: string) => (await call(app, 'GET', where)).body;
    return {
      feed: idsOf(await page('/v1/media')),
      ofTag: idsOf(await page('/v1/media?tag=light')),
      ofOwner: idsOf(await page(`/v1/media?owner=${anna.handle}`)),
      home: idsOf((await ben.get('/v1/media/home')).body),
      photo: (await ben.get(`/v1/media/${hers.id}`)).status,
      photoPage: await get(`/photos/${hers.id}`),
      personPage: await get(`/people/${anna.handle}`),
      profile: await get(`/v1/users/${anna.handle}`),
      found: (await ben.get(`/v1/users?begins=${anna.handle}`)).body.items.length,
      followers: (await ben.get(`/v1/users/${ben.handle}/followers`)).body.items.length,
      comments: (await page(`/v1/media/public/${his.id}/comments`)).items.map(({ text }: Comment) => text),
    };
  }
  const shown = {
    ...{ feed: ['hers'], ofTag: ['hers'], ofOwner: ['hers'], home: ['hers'] },
    ...{ photo: 200, photoPage: 200, personPage: 200, profile: 200, found: 1, followers: 1 },
    comments: ['What a view!'],
  };
  const hidden = {
    ...{ feed: [], ofTag: [], ofOwner: [], home: [] },
    ...{ photo: 404, photoPage: 404, personPage: 404, profile: 404, found: 0, followers: 0 },
    comments: [],
  };

  type Item = Record<string, { S?: string } | undefined>;
  async function eachItem(use: (item: Item) => void) {
    const client = new DynamoDBClient(developer(app));
    for await (const { TableNames = [] } of paginateListTables({ client }, {}))
      for (const TableName of TableNames)
        for await (const { Items = [] } of paginateScan({ client }, { TableName }))
          for (const item of Items) use(item as Item);
  }

  async function objectsUnder(prefix: string): Promise<number> {
    const client = new S3Client({ ...developer(app), forcePathStyle: true });
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    const counts = await Promise.all(
      Buckets.map(async ({ Name }) => {
        const { Versions = [], DeleteMarkers = [] } = await client.send(
          new ListObjectVersionsCommand({ Bucket: Name, Prefix: prefix }),
        );
        return Versions.length + DeleteMarkers.length;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  it('is hidden from everybody, signed out everywhere, and told no more', async () => {
    expect(await seen()).toEqual(shown);
    const before = anna.accessToken;
    const { status, body } = await anna.delete('/v1/users/me');
    expect(status).toBe(200);
    const days = (Date.parse(body.leavingUntil) - Date.now()) / 86_400_000;
    expect([days > 13.9, days <= 14]).toEqual([true, true]);
    await lookAfter(app, done(), async () => expect(await seen()).toEqual(hidden));
    const cognito = new CognitoIdentityProviderClient(developer(app));
    await expect(cognito.send(new GetUserCommand({ AccessToken: before }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect((await ben.put(`/v1/users/${anna.handle}/follow`)).status).toBe(404);
  });

  it('signs in, sees until when, and has everything back by one request', async () => {
    await anna.signIn();
    expect((await anna.get('/v1/users/me')).body).toMatchObject({
      handle: anna.handle,
      leavingUntil: expect.any(String),
    });
    expect(await anna.patch('/v1/users/me', { bio: 'Gone.' })).toMatchObject({
      status: 409,
      body: { code: 'leaving' },
    });
    const mails = (await mailsTo(app, anna.email)).length;
    await ben.put(`/v1/media/${hers.id}/like`);
    expect((await anna.post('/v1/users/me/return', undefined)).status).toBe(200);
    expect((await anna.get('/v1/users/me')).body).not.toHaveProperty('leavingUntil');
    await lookAfter(app, done(), async () => expect(await seen()).toEqual(shown));
    expect(await mailsTo(app, anna.email)).toHaveLength(mails);
    await poll(untold, async () => expect(await conducted.result(0)).toBe('SUCCEEDED "returned"'));
  });

  it('is erased when the two weeks are over: in all tables, both buckets and the pool', async () => {
    const { email, handle } = anna;
    const sandbox = await watchSandbox(app);
    const { status, headers } = await anna.delete('/v1/users/me');
    expect(status).toBe(200);
    await conducted.over(1, 'return-1');
    await conducted.passed(1, 'found-1');
    // Her two weeks are not over by the clock on the wall; the way back is closed all the same.
    expect(await anna.post('/v1/users/me/return', undefined)).toMatchObject({
      status: 409,
      body: { code: 'too-late' },
    });
    expect(await objectsUnder(originals)).toBe(2);
    expect(await objectsUnder(`private/${userId}/`)).toBeGreaterThan(0);
    await conducted.passed(1, 'account');
    await expect(anna.signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await conducted.over(1, 'tokens');
    await lookAfter(app, done(), async () => {
      expect(await seen()).toEqual(hidden);
      expect(await objectsUnder(originals)).toBe(0);
      expect(await objectsUnder(`private/${userId}/`)).toBe(0);
      for (const { url } of hers.renditions)
        expect((await fetch(`${app.webUrl}${url}`)).status).not.toBe(200);
    });
    // Each service says so in the name of the request by which she left, and then it is over.
    const correlationId = headers.get('x-correlation-id');
    for (const confirmation of [UserDeleted, PhotosErased, AnswersErased, RenditionsErased, NoticesErased]) {
      const { metadata } = await sandbox.until(event(confirmation, ({ data }) => data.userId === userId));
      expect([confirmation.detailType, metadata]).toMatchObject([confirmation.detailType, { correlationId }]);
    }
    await poll(untold, async () => expect(await conducted.result(1)).toBe('SUCCEEDED "erased"'));
    expect(await left(handle, email)).toEqual(expected);
  });

  /** Kinds of items that name her, and what of her can be read in them, without the outbox and what expires within a day. */
  async function left(handle: string, email: string): Promise<string[]> {
    const found = new Set<string>();
    await eachItem((item) => {
      const text = JSON.stringify(item);
      const kind = item.type?.S ?? item.pk?.S?.split('#')[0] ?? '';
      if (
        /^(OUTBOX|LIMIT|QUOTA|CLAIM|DAY|LAP)/.test(kind) ||
        /^(LIMIT|QUOTA|CLAIM|OUTBOX)#/.test(item.pk?.S ?? '')
      )
        return;
      const named = [
        // What she was told herself lies under her own key.
        text.includes(userId) && (kind === 'NOTICE' && item.pk?.S?.includes(userId) ? 'own' : 'id'),
        text.includes(handle) && 'handle',
        text.includes(email) && 'address',
      ];
      if (named.some(Boolean)) found.add(`${kind}: ${named.filter(Boolean).join(', ')}`);
    });
    return [...found].sort();
  }
  /** Each with its end, or why it stays, in docs/decisions/0063-leaving.md. */
  const expected = [
    'ANSWERS: id',
    'AUTHOR: id',
    'HOME: id',
    'NOTICE: id',
    'PAIR: id',
    'PERSON: id',
    'RENDITIONS: id',
  ];
});
