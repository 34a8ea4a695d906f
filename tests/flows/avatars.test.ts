import { AvatarChanged } from '@shutterbus/contracts/events/avatars';
import { UserFollowed, UserProfileUpdated } from '@shutterbus/contracts/events/users';
import type { Photo } from '@shutterbus/contracts/routes/media';
import type { Notification } from '@shutterbus/contracts/routes/notifications';
import type { RunningApp } from '@shutterbus/testing/app';
import { call, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { done, handled } from '@shutterbus/testing/wanted';
import { lookAfter, watchSandbox } from '@shutterbus/testing/watched-sandbox';
import { sharedApp } from './shared-app.ts';

/** A photo that stands for its owner, wherever others see the name. The steps build on one another and run in order. */
describe('a face', () => {
  let app: RunningApp;
  let anna: Person;
  let annaId: string;
  let ben: Person;
  let shown: Photo;

  beforeAll(async () => {
    app = await sharedApp();
    [anna, ben] = await Promise.all([Person.join(app, 'Anna'), Person.join(app, 'Ben')]);
    annaId = (await anna.get('/v1/users/me')).body.id;
    const photo = await anna.upload(await photoLike(1), { title: 'First snow', visibility: 'public' });
    shown = await lookAfter(app, done('OnThumbnailsGenerated'), async () => {
      const { status, body } = await ben.get(`/v1/media/${photo.id}`);
      expect(status).toBe(200);
      return body as Photo;
    });
    await anna.post(`/v1/media/${shown.id}/comments`, { text: 'On the way to the bus.' });
    const sandbox = await watchSandbox(app);
    await anna.put(`/v1/users/${ben.handle}/follow`);
    await sandbox.until(handled(UserFollowed, 'OnUserFollowed', ({ data }) => data.followerId === annaId));
  });

  /** What is shown of Anna by each route that names her. */
  async function faces(): Promise<unknown[]> {
    const answers = await Promise.all([
      call(app, 'GET', `/v1/users/${anna.handle}`).then(({ body }) => body),
      ben.get(`/v1/users?begins=${anna.handle}`).then(({ body }) => body.items[0]),
      ben.get(`/v1/users/${ben.handle}/followers`).then(({ body }) => body.items[0]),
      anna.get('/v1/media/mine').then(({ body }) => body.items[0].owner),
      ben.get('/v1/notifications').then(({ body }) => ofFollower(body.items)),
    ]);
    return answers.map((person) => person.avatar);
  }
  const ofFollower = (items: Notification[]) =>
    items.find(({ kind }) => kind === 'new-follower')?.person ?? { avatar: 'not told yet' };
  /** Does what gives Anna this face, waits until those who show it know, and looks. */
  async function becomes(avatar: unknown, act: () => Promise<unknown>): Promise<void> {
    const sandbox = await watchSandbox(app);
    await act();
    for (const consumer of ['OnUserChanged', 'OnUserProfileUpdated'])
      await sandbox.until(
        handled(
          UserProfileUpdated,
          consumer,
          ({ data }) => data.userId === annaId && (data.avatar === undefined) === (avatar === undefined),
        ),
      );
    expect(await faces()).toEqual(Array.from({ length: 5 }, () => avatar));
  }

  it('is one of one’s public photos, and is shown wherever the name is', async () => {
    expect((await ben.put('/v1/media/avatar', { mediaId: shown.id })).body.code).toBe('not-your-photo');
    const hidden = await anna.upload(await photoLike(1, 2), { visibility: 'private' });
    await anna.photoWithStatus(hidden.id, 'ready');
    expect((await anna.put('/v1/media/avatar', { mediaId: hidden.id })).body.code).toBe('photo-not-public');
    await anna.delete(`/v1/media/${hidden.id}`);
    expect((await anna.put('/v1/media/avatar', { mediaId: 'x' })).body.errors[0].field).toBe('body.mediaId');
    const url = shown.renditions.find(({ widthPx, heightPx }) => Math.min(widthPx, heightPx) >= 150)?.url;
    await becomes({ mediaId: shown.id, url: expect.stringMatching(/^\/renditions\/.*\.webp$/) }, async () =>
      expect((await anna.put('/v1/media/avatar', { mediaId: shown.id })).status).toBe(204),
    );
    const { avatar } = (await call(app, 'GET', `/v1/users/${anna.handle}`)).body;
    expect(url).toBeDefined();
    expect((await fetch(`${app.webUrl}${avatar.url}`)).status).toBe(200);
    const comments = await call(app, 'GET', `/v1/media/public/${shown.id}/comments`);
    expect(comments.body.items[0].author.avatar).toEqual(avatar);
  });

  it('stays through another name, and goes while the photo is hidden', async () => {
    const { avatar } = (await anna.get('/v1/users/me')).body;
    expect((await anna.patch('/v1/users/me', { displayName: 'Anna L.' })).body.avatar).toEqual(avatar);
    await becomes(undefined, () => anna.patch(`/v1/media/${shown.id}`, { visibility: 'private' }));
    await becomes(expect.objectContaining({ mediaId: shown.id }), () =>
      anna.patch(`/v1/media/${shown.id}`, { visibility: 'public' }),
    );
  });

  it('is given up, and goes with its photo', async () => {
    await becomes(undefined, async () => {
      for (let i = 0; i < 2; i += 1) expect((await anna.delete('/v1/media/avatar')).status).toBe(204);
    });
    await becomes(expect.objectContaining({ mediaId: shown.id }), () =>
      anna.put('/v1/media/avatar', { mediaId: shown.id }),
    );
    const sandbox = await watchSandbox(app);
    expect((await anna.delete(`/v1/media/${shown.id}`)).status).toBe(204);
    await sandbox.until(handled(AvatarChanged, 'OnAvatarChanged', ({ data }) => data.userId === annaId));
    expect((await anna.get('/v1/users/me')).body.avatar).toBeUndefined();
  });
});
