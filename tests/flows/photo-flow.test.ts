import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { MediaPublished } from '@shutterbus/contracts/events/media';
import type { Photo } from '@shutterbus/contracts/routes/media';
import type { Notification } from '@shutterbus/contracts/routes/notifications';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { call, codeFor, mailsTo, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { anyOf, done, event, mailed } from '@shutterbus/testing/wanted';
import { lookAfter, watchSandbox } from '@shutterbus/testing/watched-sandbox';
import sharp from 'sharp';

/** The tour of README.md, as two people take it. The steps build on one another and run in order. */
describe('two people and their photos', () => {
  let app: App;
  let anna: Person;
  let ben: Person;
  let snow: Photo;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.dispose());

  const feed = async (): Promise<Photo[]> => (await call(app, 'GET', '/v1/media?limit=50')).body.items;
  const inFeed = (id: string) =>
    lookAfter(app, done('OnThumbnailsGenerated'), async () => {
      const photo = (await feed()).find((candidate) => candidate.id === id);
      if (!photo) throw new Error(`photo ${id} is not in the feed`);
      return photo;
    });
  /** Who tells of what. */
  const tellers = {
    welcome: 'OnUserRegistered',
    'new-follower': 'OnUserFollowed',
    'photo-published': 'TellFollowers',
  };
  const notificationsOf = (person: Person, kind: keyof typeof tellers) =>
    lookAfter(app, done(tellers[kind]), async () => {
      const { body } = await person.get('/v1/notifications');
      const found = body.items.filter((item: Notification) => item.kind === kind);
      if (found.length === 0) throw new Error(`${person.handle} has no notification ${kind}`);
      return found as Notification[];
    });

  it('signs people up with a mailed code, and tells them welcome', async () => {
    anna = await Person.join(app, 'Anna');
    ben = await Person.join(app, 'Ben');
    const { body: me } = await anna.get('/v1/users/me');
    expect(me).toMatchObject({
      handle: anna.handle,
      displayName: 'Anna',
      followerCount: 0,
      followingCount: 0,
    });
    expect(await notificationsOf(anna, 'welcome')).toHaveLength(1);
    await lookAfter(app, mailed(anna.email), async () => {
      const subjects = (await mailsTo(app, anna.email)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => /welcome/i.test(subject))).toHaveLength(1);
    });
  });

  it('refuses a handle that is taken, in words', async () => {
    const copy = await Person.arrive(app, 'Anna');
    Object.assign(copy, { handle: anna.handle });
    await expect(copy.signUp()).rejects.toThrow(/taken/i);
  });

  it('lets somebody who forgot the password set a new one', async () => {
    await anna.forgotPassword();
    await anna.resetPassword(await codeFor(app, anna.email, /reset|password/i), 'Another-long-passphrase-2');
    await anna.signIn();
    expect((await anna.get('/v1/users/me')).status).toBe(200);
  });

  it('takes several photos at once and makes their renditions by itself', async () => {
    const pictures = await Promise.all([photoLike(3), photoLike(1, 2), photoLike(1, 3)]);
    const asPng = await sharp(pictures[1]).resize(800).png().toBuffer();
    const asWebp = await sharp(pictures[2]).resize(900).webp().toBuffer();
    const asHeic = await readFile(
      path.join(import.meta.dirname, '../../services/thumbnails/test/corpus/hevc/tile.heic'),
    );
    const [jpeg, png, webp, heic] = await Promise.all([
      anna.upload(pictures[0] as Buffer, {
        title: 'First snow',
        description: 'On the way.',
        visibility: 'private',
      }),
      anna.upload(asPng, { title: 'A png', contentType: 'image/png' }),
      anna.upload(asWebp, { title: 'A webp', contentType: 'image/webp' }),
      anna.upload(asHeic, { title: 'A heic', contentType: 'image/heic' }),
    ]);
    snow = await anna.photoWithStatus(jpeg.id, 'ready');
    expect(snow.renditions.map(({ widthPx }) => widthPx)).toEqual(
      expect.arrayContaining([160, 320, 640, 1280]),
    );
    expect(snow.camera).toMatchObject({ make: 'Example', model: 'Pocket 3' });
    expect(JSON.stringify(snow)).not.toMatch(/gps|latitude/i);
    await anna.photoWithStatus(png.id, 'ready');
    await anna.photoWithStatus(webp.id, 'ready');
    const fromPhone = await anna.photoWithStatus(heic.id, 'ready');
    expect(fromPhone).toMatchObject({ widthPx: 512, heightPx: 512, contentType: 'image/heic' });
    const { body: mine } = await anna.get('/v1/media/mine');
    expect(mine.items.map(({ title }: Photo) => title).sort()).toEqual([
      'A heic',
      'A png',
      'A webp',
      'First snow',
    ]);
  });

  it('shows a private photo to its owner alone', async () => {
    expect((await ben.get(`/v1/media/${snow.id}`)).status).toBe(404);
    expect((await call(app, 'GET', `/v1/media/public/${snow.id}`)).status).toBe(404);
    expect((await feed()).map(({ id }) => id)).not.toContain(snow.id);
    const { body } = await anna.get(`/v1/thumbnails/links?ids=${snow.id}`);
    const picture = await fetch(body.photos[0].renditions[0].url);
    expect(picture.status).toBe(200);
    const { format, exif } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
    expect({ format, exif }).toEqual({ format: 'webp', exif: undefined });
    expect((await ben.get(`/v1/thumbnails/links?ids=${snow.id}`)).body.photos).toEqual([]);
  });

  it('shows a public photo to everybody, with the name of its owner', async () => {
    expect((await anna.patch(`/v1/media/${snow.id}`, { visibility: 'public' })).status).toBe(200);
    const shown = await inFeed(snow.id);
    expect(shown.owner).toMatchObject({ handle: anna.handle, displayName: 'Anna' });
    const picture = await fetch(`${app.webUrl}${shown.renditions[0]?.url}`);
    expect(picture.status).toBe(200);
    expect(picture.headers.get('content-type')).toBe('image/webp');
    expect((await ben.get(`/v1/media/${snow.id}`)).body.title).toBe('First snow');
    const { body: seen } = await call(app, 'GET', `/v1/media/public/${snow.id}`);
    expect(seen).toEqual(shown);
    const page = await fetch(`${app.webUrl}/photos/${snow.id}`);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'public, max-age=60']);
    const html = await page.text();
    expect(html).toContain('<title>First snow · Shutterbus</title>');
    expect(html).toContain(`<meta property="og:image" content="${app.webUrl}${shown.linkPreview?.url}">`);
    expect(html).toMatch(/<script type="module"[^>]+src="\/assets\//);
    expect(await (await fetch(`${app.webUrl}/people/${anna.handle}`)).text()).toContain(
      `<meta property="og:title" content="Anna">`,
    );
    const preview = await fetch(`${app.webUrl}${shown.linkPreview?.url}`);
    expect(preview.headers.get('content-type')).toBe('image/jpeg');
    expect((await preview.arrayBuffer()).byteLength).toBeLessThanOrEqual(300_000);
  });

  it('counts who looks at it, and tells its owner alone', async () => {
    const looked = (id: string) => call(app, 'POST', `/v1/media/${id}/view`);
    const answers = await Promise.all([snow.id, snow.id, snow.id, 'no-photo'].map(looked));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await lookAfter(app, done('CountViews'), async () =>
      expect((await anna.get(`/v1/media/${snow.id}`)).body.views).toBe(3),
    );
    expect((await ben.get(`/v1/media/${snow.id}`)).body).not.toHaveProperty('views');
  });

  it('tells a person of a new follower, once', async () => {
    expect((await ben.put(`/v1/users/${anna.handle}/follow`)).status).toBe(204);
    expect((await ben.put(`/v1/users/${anna.handle}/follow`)).status).toBe(204);
    const [followed] = await notificationsOf(anna, 'new-follower');
    expect(followed?.text).toContain('Ben');
    expect((await call(app, 'GET', `/v1/users/${anna.handle}`)).body.followerCount).toBe(1);
    expect((await notificationsOf(anna, 'new-follower')).length).toBe(1);
  });

  it('tells the followers of a new photo, by notification and mail', async () => {
    const sandbox = await watchSandbox(app);
    const second = await anna.upload(await photoLike(1, 4), {
      title: 'Second "snow" <b>',
      visibility: 'public',
    });
    await sandbox.until(event(MediaPublished, ({ metadata }) => metadata.aggregateId === second.id));
    expect((await feed()).map(({ id }) => id)).toContain(second.id);
    const [published] = await notificationsOf(ben, 'photo-published');
    expect(published?.text).toContain('Second "snow" <b>');
    expect(published?.path).toContain(second.id);
    await lookAfter(app, mailed(ben.email), async () => {
      const mail = (await mailsTo(app, ben.email)).find(({ text }) => text.includes('Second "snow" <b>'));
      expect(mail?.html).toContain('Second &quot;snow&quot; &lt;b&gt;');
    });
    const { body: before } = await ben.get('/v1/notifications');
    expect(before.unreadCount).toBeGreaterThan(0);
    await ben.post('/v1/notifications/read', { ids: before.items.map(({ id }: Notification) => id) });
    expect((await ben.get('/v1/notifications')).body.unreadCount).toBe(0);
  });

  it('tells of six photos of one minute by one notification and one mail', async () => {
    const dora = await Person.join(app, 'Dora');
    expect((await ben.put(`/v1/users/${dora.handle}/follow`)).status).toBe(204);
    await notificationsOf(dora, 'new-follower');
    const bytes = await photoLike(1, 7);
    for (let n = 1; n <= 6; n += 1) await dora.upload(bytes, { title: `Ice ${n}`, visibility: 'public' });
    await lookAfter(app, anyOf(done('TellFollowers'), mailed(ben.email)), async () => {
      const told = (await notificationsOf(ben, 'photo-published')).map(({ text }) => text);
      expect(told.filter((text) => text.startsWith('Dora'))).toEqual([
        expect.stringMatching(/^Dora published “Ice \d” and 5 other photos\.$/),
      ]);
      const mails = (await mailsTo(app, ben.email)).filter(({ text }) => text.includes('Dora published'));
      expect(mails).toHaveLength(1);
    });
    expect((await ben.delete(`/v1/users/${dora.handle}/follow`)).status).toBe(204);
  });

  it('shows in Home what those published whom one follows, before and since, until one follows them no more', async () => {
    const homeOf = async (person: Person): Promise<string[]> =>
      (await person.get('/v1/media/home')).body.items.map(({ title }: Photo) => title);
    await lookAfter(app, done('FillHomes', 'OnFollowChanged'), async () =>
      expect(await homeOf(ben)).toEqual(['Second "snow" <b>', 'First snow']),
    );
    expect(await homeOf(anna)).toEqual([]);
    await ben.delete(`/v1/users/${anna.handle}/follow`);
    await lookAfter(app, done('OnFollowChanged'), async () => expect(await homeOf(ben)).toEqual([]));
    await ben.put(`/v1/users/${anna.handle}/follow`);
    await lookAfter(app, done('OnFollowChanged'), async () => expect(await homeOf(ben)).toHaveLength(2));
    expect((await call(app, 'GET', '/v1/media/home')).status).toBe(401);
  });

  it('changes a title', async () => {
    expect((await anna.patch(`/v1/media/${snow.id}`, { title: 'Last snow' })).body.title).toBe('Last snow');
    expect((await ben.get(`/v1/media/${snow.id}`)).body.title).toBe('Last snow');
  });

  it('hides a photo that was made private, and its image files', async () => {
    const shown = await inFeed(snow.id);
    await anna.patch(`/v1/media/${snow.id}`, { visibility: 'private' });
    expect((await feed()).map(({ id }) => id)).not.toContain(snow.id);
    expect((await ben.get(`/v1/media/${snow.id}`)).status).toBe(404);
    expect((await call(app, 'GET', `/v1/media/public/${snow.id}`)).status).toBe(404);
    const page = await fetch(`${app.webUrl}/photos/${snow.id}`);
    expect(page.status).toBe(404);
    expect(await page.text()).not.toContain('snow');
    const pictures = [...shown.renditions, shown.linkPreview].map((one) => one?.url);
    await lookAfter(app, done('OnMediaVisibilityChanged'), async () => {
      for (const url of pictures) expect((await fetch(`${app.webUrl}${url}`)).status).not.toBe(200);
    });
  });

  it('gives a photo that is published again a new address', async () => {
    const before = (await anna.get(`/v1/media/${snow.id}`)).body;
    await anna.patch(`/v1/media/${snow.id}`, { visibility: 'public' });
    const again = await inFeed(snow.id);
    expect(again.renditions[0]?.url).toBeDefined();
    expect(before.renditions[0]?.url).toBeUndefined();
  });

  it('leaves nothing of a deleted photo in feed, tables and buckets', async () => {
    const shown = await inFeed(snow.id);
    expect((await anna.delete(`/v1/media/${snow.id}`)).status).toBe(204);
    expect((await feed()).map(({ id }) => id)).not.toContain(snow.id);
    expect((await anna.get(`/v1/media/${snow.id}`)).status).toBe(404);
    await lookAfter(app, done(), async () => {
      for (const { url } of shown.renditions)
        expect((await fetch(`${app.webUrl}${url}`)).status).not.toBe(200);
      expect(await objectsNaming(app, snow.id)).toEqual([]);
      expect(await itemsTitled(app, 'Last snow')).toEqual([]);
    });
  });

  it('goes on where it was after Ctrl-C and after kill -9', async () => {
    expect(await app.interrupt()).toBe(0);
    app = await startApp(app.stateFolder);
    expect((await feed()).map(({ title }) => title)).toContain('Second "snow" <b>');
    await app.kill();
    app = await startApp(app.stateFolder);
    const back = await Person.arrive(app, 'Anna');
    Object.assign(back, { email: anna.email, password: anna.password });
    await back.signIn();
    expect((await back.get('/v1/media/mine')).body.items).toHaveLength(4);
  });
});

/** Keys and versions in all buckets that contain the id. */
async function objectsNaming(app: App, id: string): Promise<string[]> {
  const s3 = new S3Client(developer(app));
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const found: string[] = [];
  for (const { Name } of Buckets) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: Name }),
    );
    for (const { Key = '' } of [...Versions, ...DeleteMarkers])
      if (Key.includes(id)) found.push(`${Name}/${Key}`);
  }
  return found;
}

/** Items of all tables with this title, but for the outbox, which expires within a day. */
async function itemsTitled(app: App, title: string): Promise<string[]> {
  const { tables, client } = await tablesOf(app);
  const found: string[] = [];
  for (const TableName of tables) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      for (const item of Items) if (item.title?.S === title) found.push(`${TableName} ${item.pk?.S}`);
    }
  }
  return found;
}

async function tablesOf(app: App): Promise<{ client: DynamoDBClient; tables: string[] }> {
  const client = new DynamoDBClient(developer(app));
  const tables: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) tables.push(...TableNames);
  return { client, tables };
}
