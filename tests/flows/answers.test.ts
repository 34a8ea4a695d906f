import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Comment } from '@shutterbus/contracts/routes/comments';
import type { Photo } from '@shutterbus/contracts/routes/media';
import type { Notification } from '@shutterbus/contracts/routes/notifications';
import type { RunningApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { call, mailsTo, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { anyOf, done, mailed } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import { sharedApp } from './shared-app.ts';

/** What people make of one another's photos. The steps build on one another and run in order. */
describe('answers to a photo', () => {
  let app: RunningApp;
  let anna: Person;
  let crowd: Person[];
  let ben: Person;
  let snow: Photo;

  beforeAll(async () => {
    app = await sharedApp();
    const names = ['Anna', 'Ben', 'Carla', 'Dora'];
    [anna, ...crowd] = (await Promise.all(names.map((name) => Person.join(app, name)))) as [
      Person,
      ...Person[],
    ];
    ben = crowd[0] as Person;
    const photo = await anna.upload(await photoLike(1), { title: 'First snow', visibility: 'public' });
    snow = await lookAfter(app, done('OnThumbnailsGenerated'), async () => {
      const { status, body } = await ben.get(`/v1/media/${photo.id}`);
      expect(status).toBe(200);
      return body as Photo;
    });
  });

  const likesSeenBy = async (person: Person, likes: number) =>
    expect((await person.get(`/v1/media/${snow.id}`)).body.likes).toBe(likes);

  it('counts each person once, however many come at once and how often', async () => {
    const all = [...crowd, ...crowd, ...crowd];
    const answers = await Promise.all(all.map((person) => person.put(`/v1/media/${snow.id}/like`)));
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([204]);
    await likesSeenBy(anna, 3);
    expect((await ben.delete(`/v1/media/${snow.id}/like`)).status).toBe(204);
    await likesSeenBy(ben, 2);
    const asked = `/v1/media/likes?ids=${snow.id},01KAJ7Q2M8Z4X6T0V5R3N1B9CD`;
    expect((await ben.get(asked)).body).toEqual({ liked: [] });
    expect((await ben.put(`/v1/media/${snow.id}/like`)).status).toBe(204);
    expect((await ben.get(asked)).body).toEqual({ liked: [snow.id] });
  });

  it('refuses a like of one’s own photo and of what one may not see', async () => {
    const own = await anna.put(`/v1/media/${snow.id}/like`);
    expect(own).toMatchObject({ status: 409, body: { code: 'own-photo' } });
    const hidden = await anna.upload(await photoLike(1, 2), { visibility: 'private' });
    for (const id of [hidden.id, '01KAJ7Q2M8Z4X6T0V5R3N1B9CD'])
      expect((await ben.put(`/v1/media/${id}/like`)).status).toBe(404);
    expect((await ben.put('/v1/media/nonsense/like')).body.errors).toMatchObject([{ field: 'params.id' }]);
  });

  it('tells the owner of likes by one notification that counts, and by one mail', async () => {
    const noticesOf = async (kind: string) =>
      (await anna.get('/v1/notifications')).body.items.filter((one: Notification) => one.kind === kind);
    await lookAfter(app, anyOf(done('OnMediaLiked'), mailed(anna.email)), async () => {
      const liked = await noticesOf('liked');
      expect(liked).toHaveLength(1);
      expect(liked[0].text).toMatch(/^(Ben|Carla|Dora) and 2 others liked “First snow”\.$/);
      expect(liked[0].path).toBe(`/photos/${snow.id}`);
      const subjects = (await mailsTo(app, anna.email)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => /liked “First snow”$/.test(subject))).toHaveLength(1);
    });
  });

  it('shows what people say, each once, and lets its author and the owner delete it', async () => {
    const path = `/v1/media/${snow.id}/comments`;
    const key = { 'idempotency-key': 'key-of-ben' };
    const say = (text: string) => call(app, 'POST', path, { text }, ben.accessToken, undefined, key);
    const [first, again] = await Promise.all([say('What a\nlight!'), say('What a\nlight!')]);
    expect(first).toMatchObject({
      status: 201,
      body: { text: 'What a\nlight!', author: { displayName: 'Ben' } },
    });
    expect(again.body).toEqual(first.body);
    expect(await say('Another')).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const dora = crowd[2] as Person;
    const second = await dora.post(path, { text: 'Oh!' });
    expect((await ben.post(path, { text: ' \u202e ' })).body.errors).toMatchObject([{ field: 'body.text' }]);
    const { body } = await anna.get(`${path}?limit=1`);
    expect(body.items).toEqual([second.body]);
    expect((await anna.get(`${path}?limit=1&cursor=${body.nextCursor}`)).body.items).toEqual([first.body]);
    const open = `/v1/media/public/${snow.id}/comments`;
    const seen = await call(app, 'GET', `${open}?limit=1`);
    expect(seen).toMatchObject({ status: 200, body });
    const rest = await call(app, 'GET', `${open}?limit=1&cursor=${seen.body.nextCursor}`);
    expect(rest.body.items).toEqual([first.body]);
    await ben.patch('/v1/users/me', { displayName: 'Benjamin' });
    await lookAfter(app, done('OnUserChanged'), async () => {
      const { items } = (await anna.get(path)).body;
      expect(items.map(({ author }: Comment) => author.displayName)).toEqual(['Dora', 'Benjamin']);
    });
    expect((await ben.delete(`${path}/${second.body.id}`)).status).toBe(403);
    expect((await anna.delete(`${path}/${second.body.id}`)).status).toBe(204);
    expect((await ben.delete(`${path}/${first.body.id}`)).status).toBe(204);
    expect((await ben.delete(`${path}/${first.body.id}`)).status).toBe(404);
    await lookAfter(app, done('OnCommentAdded'), async () => {
      expect((await anna.get(`/v1/media/${snow.id}`)).body.comments).toBe(0);
      const { items } = (await anna.get('/v1/notifications')).body;
      const commented = items.filter((one: Notification) => one.kind === 'commented');
      expect(commented.map(({ text }: Notification) => text)).toEqual([
        expect.stringMatching(/commented on “First snow”\. 1 more comment since\.$/),
      ]);
    });
  });

  it('finds a public photo by its tags, and a hidden one no longer', async () => {
    const tagged = async (tag: string) =>
      (await call(app, 'GET', `/v1/media?tag=${encodeURIComponent(tag)}`)).body.items.map(
        ({ id }: Photo) => id,
      );
    await anna.patch(`/v1/media/${snow.id}`, { description: 'On the way. #Harbour #雪' });
    expect(await tagged('harbour')).toEqual([snow.id]);
    expect(await tagged('雪')).toEqual([snow.id]);
    expect((await anna.get(`/v1/media/${snow.id}`)).body.tags).toEqual(['harbour', '雪']);
    await anna.patch(`/v1/media/${snow.id}`, { visibility: 'private' });
    expect(await tagged('harbour')).toEqual([]);
    expect((await call(app, 'GET', `/v1/media/public/${snow.id}/comments`)).status).toBe(404);
    await anna.patch(`/v1/media/${snow.id}`, { visibility: 'public' });
    await lookAfter(app, done('OnThumbnailsGenerated'), async () =>
      expect(await tagged('harbour')).toEqual([snow.id]),
    );
    expect((await call(app, 'GET', '/v1/media?tag=a%20b')).body.errors).toMatchObject([
      { field: 'query.tag' },
    ]);
  });

  it('lets likes and comments go with their photo', async () => {
    await ben.post(`/v1/media/${snow.id}/comments`, { text: 'Once more' });

    const database = new DynamoDBClient(developer(app));
    const rows = async () => {
      const kinds: string[] = [];
      for await (const { TableNames = [] } of paginateListTables({ client: database }, {}))
        for (const TableName of TableNames.filter((name) => name.includes('MediaTable')))
          for await (const { Items = [] } of paginateScan({ client: database }, { TableName }))
            for (const { pk, sk } of Items)
              if (pk?.S === `MEDIA#${snow.id}`) kinds.push(sk?.S?.split('#')[0] ?? '');
      return [...new Set(kinds)].sort();
    };
    expect(await rows()).toEqual(['COMMENT', 'COUNTS', 'LIKE', 'PHOTO']);
    expect((await anna.delete(`/v1/media/${snow.id}`)).status).toBe(204);
    await lookAfter(app, done('ForgetAnswers'), async () => expect(await rows()).toEqual(['COUNTS']));
    expect((await ben.get(`/v1/media/${snow.id}/comments`)).status).toBe(404);
  });
});
