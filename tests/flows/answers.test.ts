import type { Photo } from '@shutterbus/contracts/routes/media';
import { type App, startApp } from '@shutterbus/testing/app';
import { eventually } from '@shutterbus/testing/eventually';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';

/** What people make of one another's photos. The steps build on one another and run in order. */
describe('answers to a photo', () => {
  let app: App;
  let anna: Person;
  let crowd: Person[];
  let ben: Person;
  let snow: Photo;

  beforeAll(async () => {
    app = await startApp();
    const names = ['Anna', 'Ben', 'Carla', 'Dora'];
    [anna, ...crowd] = (await Promise.all(names.map((name) => Person.join(app, name)))) as [
      Person,
      ...Person[],
    ];
    ben = crowd[0] as Person;
    const photo = await anna.upload(await photoLike(1), { title: 'First snow', visibility: 'public' });
    snow = await eventually(async () => {
      const { status, body } = await ben.get(`/v1/media/${photo.id}`);
      expect(status).toBe(200);
      return body as Photo;
    });
  });
  afterAll(() => app?.dispose());

  const likesSeenBy = (person: Person, likes: number) =>
    eventually(async () => expect((await person.get(`/v1/media/${snow.id}`)).body.likes).toBe(likes));

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
});
