import { Person, type Site } from './person.ts';
import { photoLike } from './pictures.ts';
import { type SceneName, type ShapeName, sceneLike } from './scenes.ts';
import { done } from './wanted.ts';
import { lookAfter } from './watched-sandbox.ts';

/** What the pages of the web app are looked at with. */
export interface SmallWorld {
  anna: Person;
  ben: Person;
  /** She is leaving. */
  carla: Person;
  /** One of Anna's, public, that Ben likes and has commented on. */
  photoId: string;
  /** Anna's, of which a part is missing. */
  damagedId: string;
  /** Ben's, public. */
  othersId: string;
  /** Anna's photos, packed. */
  downloadId: string;
}

const pictures: [title: string, scene: SceneName, shape: ShapeName][] = [
  ['Harbour, early', 'sea', 'landscape'],
  ['Up at five', 'balloons', 'portrait'],
  ['Too many umbrellas', 'umbrellas', 'square'],
  ['First snow', 'aurora', 'landscape'],
  ['Where the sand ends', 'dunes', 'panorama'],
  ['April', 'tulips', 'landscape'],
];

/** Fills a fresh app with two people who follow each other, one with a face, a third who is leaving, and with photos that have something to say. */
export async function smallWorld(site: Site): Promise<SmallWorld> {
  const join = (name: string) => Person.join(site, name);
  const [anna, ben, carla] = await Promise.all([join('Anna'), join('Ben'), join('Carla')]);
  await ben.put(`/v1/users/${anna.handle}/follow`);
  await anna.put(`/v1/users/${ben.handle}/follow`);
  const tram = await sceneLike('city', 'landscape', 8);
  const others = await ben.upload(tram, { title: 'Last tram', visibility: 'public' });
  let photoId = '';
  for (const [index, [title, scene, shape]] of pictures.entries()) {
    const words = { title, description: '#harbour #evening', visibility: 'public' };
    const photo = await anna.upload(await sceneLike(scene, shape, index + 1), words);
    await anna.photoWithStatus(photo.id, 'ready');
    photoId ||= photo.id;
  }
  const whole = await photoLike(3, 7);
  const damaged = await anna.upload(whole.subarray(0, whole.length * 0.75), { title: 'Saved in a tunnel' });
  await anna.photoWithStatus(damaged.id, 'ready');
  await ben.photoWithStatus(others.id, 'ready');
  await lookAfter(site, done('OnThumbnailsGenerated'), async () => {
    const { status } = await ben.put(`/v1/media/${photoId}/like`);
    if (status !== 204) throw new Error(`the photo cannot be liked yet: ${status}`);
  });
  await ben.post(`/v1/media/${photoId}/comments`, { text: 'What a light.' });
  await anna.put('/v1/media/avatar', { mediaId: photoId });
  const { id: downloadId } = (await anna.post('/v1/media/downloads', {})).body;
  await lookAfter(site, done('PackDownload'), async () => {
    const { status } = (await anna.get(`/v1/media/downloads/${downloadId}`)).body;
    if (status !== 'ready') throw new Error(`the photos are not packed yet: ${status}`);
  });
  await carla.delete('/v1/users/me');
  return { anna, ben, carla, downloadId, photoId, damagedId: damaged.id, othersId: others.id };
}

/** Every page of the web app by its name, and where it is. */
type PageList = Record<
  string,
  (
    world: Pick<SmallWorld, 'photoId' | 'damagedId' | 'othersId' | 'downloadId'> & { handle: string },
  ) => string
>;

export const visitorPages: PageList = {
  landing: () => '/',
  join: () => '/join',
  confirm: () => '/join/confirm?email=new%40example.com',
  'sign-in': () => '/sign-in',
  forgot: () => '/forgot',
  reset: () => '/reset?email=new%40example.com',
  'photo-of-a-visitor': ({ photoId }) => `/photos/${photoId}`,
  'person-of-a-visitor': ({ handle }) => `/people/${handle}`,
  'tag-of-a-visitor': () => '/tags/harbour',
  unsubscribe: () => '/unsubscribe?token=any',
  'not-found': () => '/nowhere',
};

export const memberPages: PageList = {
  home: () => '/',
  feed: () => '/explore',
  people: () => '/people?q=an',
  person: ({ handle }) => `/people/${handle}`,
  followers: ({ handle }) => `/people/${handle}/followers`,
  following: ({ handle }) => `/people/${handle}/following`,
  tag: () => '/tags/harbour',
  photo: ({ photoId }) => `/photos/${photoId}`,
  'photo-of-others': ({ othersId }) => `/photos/${othersId}`,
  'photo-damaged': ({ damagedId }) => `/photos/${damagedId}`,
  'my-photos': () => '/photos',
  upload: () => '/upload',
  downloads: () => '/downloads',
  download: ({ downloadId }) => `/downloads/${downloadId}`,
  'download-of-nobody': () => '/downloads/01KAJ7Q2M8Z4X6T0V5R3N1B9CF',
  notifications: () => '/notifications',
  settings: () => '/settings',
};

/** Whatever address somebody asks for who is leaving. */
export const leaverPages: PageList = { leaving: () => '/photos' };
