import { Person, type Site } from './person.ts';
import { photoLike } from './pictures.ts';
import { deadLetter } from './wanted.ts';
import { watchSandbox } from './watched-sandbox.ts';

/** A page of the sandbox's console. */
export interface ConsolePage {
  name: string;
  address: string;
}

/** Gives the console something to show: a photo, a mail about it, a dead letter and a standing change. @returns the photo's id */
export async function fillConsole(site: Site): Promise<string> {
  const [anna, ben] = [await Person.join(site, 'Anna'), await Person.join(site, 'Ben')];
  await ben.put(`/v1/users/${anna.handle}/follow`);
  const photo = await anna.upload(await photoLike(3, 1), { title: 'Harbour, early', visibility: 'public' });
  await anna.photoWithStatus(photo.id, 'ready');
  const sandbox = await watchSandbox(site);
  const target = await found(site, 'functions', /arn:aws:lambda:[\w:-]+OnThumbnailsGenerated/);
  await sandbox.change({ is: 'fail', target, amount: 3 });
  await anna.upload(await photoLike(3, 2), { title: 'First snow', visibility: 'public' });
  await sandbox.until(deadLetter('MediaDeadLetters'));
  await sandbox.change({ is: 'delay', target, amount: 1 });
  return photo.id;
}

type PageFinder =
  | string
  | [page: string, wanted: RegExp]
  | ((site: Site, photoId: string) => Promise<string>);

/** Every kind of page that the console of the app has, each once. */
const finders: Readonly<Record<string, PageFinder>> = {
  start: '/_sandbox',
  architecture: '/_sandbox/architecture',
  'architecture-one': ['architecture', /\/_sandbox\/architecture\?of=Media\b/],
  events: '/_sandbox/events',
  event: ['events', /\/_sandbox\/events\/[\w-]+(?=">MediaPublished)/],
  send: '/_sandbox/events/send?name=MediaRejected',
  story: storyOf,
  stuck: '/_sandbox/stuck',
  functions: '/_sandbox/functions',
  function: ['functions', /\/_sandbox\/functions\/[\w-]*OnMediaPublished\w*/],
  data: '/_sandbox/data',
  table: ['data', /\/_sandbox\/data\/tables\/[\w-]*Media\w*/],
  bucket: ['data', /\/_sandbox\/data\/buckets\/[\w-]*thumb[\w-]*/i],
  queue: ['data', /\/_sandbox\/data\/queues\/[\w-]*MediaDeadLetters\w*/],
  people: ['data', /\/_sandbox\/data\/people\/[\w-]+/],
  try: '/_sandbox/try',
  mailbox: '/_sandbox/mailbox',
};

/** Known before an app runs, so that each can have a test of its own. */
export const consolePageNames = Object.keys(finders);

/** Those pages in a running app. @param photoId of a photo whose story is shown */
export function consolePages(site: Site, photoId: string): Promise<ConsolePage[]> {
  return Promise.all(
    Object.entries(finders).map(async ([name, finder]) => {
      if (typeof finder === 'string') return { name, address: finder };
      const address = Array.isArray(finder) ? found(site, ...finder) : finder(site, photoId);
      return { name, address: await address };
    }),
  );
}

/** @throws Error when there is none */
async function storyOf({ webUrl }: Site, photoId: string): Promise<string> {
  const answer = await fetch(`${webUrl}/_sandbox/story?subject=${photoId}`, { redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`There is no story of ${photoId}.`);
  return location;
}

/** What a page of the console holds. @throws Error when it does not */
async function found({ webUrl }: Site, page: string, wanted: RegExp): Promise<string> {
  const text = await (await fetch(`${webUrl}/_sandbox/${page}`)).text();
  const match = wanted.exec(text)?.[0];
  if (match === undefined) throw new Error(`/_sandbox/${page} has nothing like ${wanted}.`);
  return match;
}
