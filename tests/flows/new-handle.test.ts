import type { RunningApp } from '@shutterbus/testing/app';
import { call, mailsTo, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { done, mailed } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import { sharedApp } from './shared-app.ts';

describe('another handle', () => {
  let app: RunningApp;
  let anna: Person;
  let ben: Person;

  beforeAll(async () => {
    app = await sharedApp();
    [anna, ben] = [await Person.join(app, 'Anna'), await Person.join(app, 'Ben')];
  });

  const change = async (person: Person, handle: string) => {
    const { status, body } = await person.call('PUT', '/v1/users/me/handle', { handle });
    return status === 200 ? body.handle : `${status} ${body.code}`;
  };

  it('is what every service calls the person, and the one before is nobody’s', async () => {
    const { id } = await anna.upload(await photoLike(1, 1), { visibility: 'public' });
    await anna.photoWithStatus(id, 'ready');
    const [before, after] = [anna.handle, `new-${anna.handle}`.slice(0, 20)];
    expect(await change(anna, after)).toBe(after);
    expect(await change(anna, after)).toBe(after);
    expect((await call(app, 'GET', `/v1/users/${after}`)).body.handle).toBe(after);
    expect((await call(app, 'GET', `/v1/users/${before}`)).status).toBe(404);

    await lookAfter(app, done('OnUserChanged'), async () => {
      const { body } = await call(app, 'GET', `/v1/media?owner=${after}`);
      expect(body.items.map((photo: { owner: { handle: string } }) => photo.owner.handle)).toEqual([after]);
    });
    expect((await call(app, 'GET', `/v1/media?owner=${before}`)).body.items ?? []).toEqual([]);
    await anna.put(`/v1/users/${ben.handle}/follow`);
    await lookAfter(app, mailed(ben.email), async () => {
      const texts = (await mailsTo(app, ben.email)).map(({ text }) => text);
      expect(texts.some((text) => text.includes(`@${after}`))).toBe(true);
    });

    expect(await change(anna, before)).toBe('409 handle-changed-lately');
    expect(await change(ben, before)).toBe('409 handle-taken');
    const next = await Person.arrive(app, 'Next', { handle: before, email: `next-${ben.email}` });
    await expect(next.signUp()).rejects.toThrow('This handle is taken');
  });

  it('is refused when it is none, or somebody’s', async () => {
    expect(await change(ben, 'No handle')).toBe('400 invalid-request');
    expect(await change(ben, 'admin')).toBe('409 handle-taken');
  });
});
