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

/**
 * Every kind of page that the console of a running app has, each once.
 * @param photoId of a photo whose story and event are shown
 */
export async function consolePages(site: Site, photoId: string): Promise<ConsolePage[]> {
  const story = await fetch(`${site.webUrl}/_sandbox/story?subject=${photoId}`, { redirect: 'manual' });
  const pages = {
    start: '/_sandbox',
    architecture: '/_sandbox/architecture',
    'architecture-one': await found(site, 'architecture', /\/_sandbox\/architecture\?of=Media\b/),
    events: '/_sandbox/events',
    event: await found(site, 'events', /\/_sandbox\/events\/[\w-]+(?=">MediaPublished)/),
    send: '/_sandbox/events/send?name=MediaRejected',
    story: story.headers.get('location') ?? '',
    stuck: '/_sandbox/stuck',
    functions: '/_sandbox/functions',
    function: await found(site, 'functions', /\/_sandbox\/functions\/[\w-]*OnMediaPublished\w*/),
    data: '/_sandbox/data',
    table: await found(site, 'data', /\/_sandbox\/data\/tables\/[\w-]*Media\w*/),
    bucket: await found(site, 'data', /\/_sandbox\/data\/buckets\/[\w-]*thumb[\w-]*/i),
    queue: await found(site, 'data', /\/_sandbox\/data\/queues\/[\w-]*MediaDeadLetters\w*/),
    people: await found(site, 'data', /\/_sandbox\/data\/people\/[\w-]+/),
    try: '/_sandbox/try',
    mailbox: '/_sandbox/mailbox',
  };
  return Object.entries(pages).map(([name, address]) => ({ name, address }));
}

/** What a page of the console holds. @throws Error when it does not */
async function found({ webUrl }: Site, page: string, wanted: RegExp): Promise<string> {
  const text = await (await fetch(`${webUrl}/_sandbox/${page}`)).text();
  const match = wanted.exec(text)?.[0];
  if (match === undefined) throw new Error(`/_sandbox/${page} has nothing like ${wanted}.`);
  return match;
}
