import type { App } from '@shutterbus/testing/app';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { isWhole } from '@shutterbus/testing/sample';
import { done } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import type { CommandBlock } from '../../scripts/lib/documented-commands.ts';
import { anApp, chapters, cheapestTest, keepsItsPromise, named, run } from './tutorial-commands.ts';

/** Tests of the repository and rehearsals of a release do not, so with CHECKS=whole tutorial.test.ts is enough for them. */
const seesTheApp = ({ commands }: CommandBlock): boolean =>
  !/^npm test|npm run [\w -]*canary/m.test(commands);

const isRun = (block: CommandBlock): boolean =>
  seesTheApp(block) || (!isWhole && block.commands === cheapestTest);

/** With CHECKS=whole, as in the pipeline, all forty photos of the demo are there before; else those that the tutorial itself has made. */
describe(`the tutorial after the README’s tour${isWhole ? ' and npm run demo' : ''}`, () => {
  const app = anApp();
  let anna: Person;
  beforeAll(async () => {
    anna = await tour(app());
    if (isWhole) await keepsItsPromise(app(), { commands: 'npm run demo', promise: '' });
  });

  const seen = chapters.map(({ chapter, blocks }) => ({ chapter, blocks: blocks.filter(isRun) }));
  describe.each(seen.filter(({ blocks }) => blocks.length > 0))('$chapter', ({ blocks }) => {
    it.each(named(blocks))('%s', (_, block) => keepsItsPromise(app(), block));
  });

  it('shows by trace what led to what, and what lay between', async () => {
    await lookAfter(app(), done('RelayNotifications'), async () => {
      const { output } = await run(app(), 'npm run --silent trace -- tour-1');
      const found = stations.map((station) => output.indexOf(station));
      expect({ found, output }).toEqual({ found: found.toSorted((a, b) => a - b), output });
      expect({ first: found[0], output }).not.toEqual({ first: -1, output });
    });
  });

  it('has left Anna her profile, with her photos, and her mail', async () => {
    const { body: profile } = await anna.get('/v1/users/anna');
    expect(profile).toMatchObject({ displayName: 'Anna', followerCount: 1 });
    const { body: feed } = await anna.get('/v1/media?owner=anna');
    expect(feed.items.map(({ title }: { title: string }) => title)).toEqual(['Another one']);
    const { body: notifications } = await anna.get('/v1/notifications');
    expect(notifications.items.filter(({ kind }: { kind: string }) => kind === 'welcome')).toHaveLength(1);
  });
});

/** The way of one photo, as `npm run trace` writes it down. */
const stations = [
  'API → RequestUpload',
  'rule OnObjectCreatedUploads → OnObjectCreated',
  'stream of MediaTable → RelayMedia',
  'rule UploadsRule → queue UploadsQueue → OnMediaUploaded',
  'stream of ThumbnailsTable → RelayThumbnails',
  'rule OnThumbnailsGeneratedBus → OnThumbnailsGenerated',
  'rule OnMediaPublishedRule → OnMediaPublished',
  'queue FanOutQueue → TellFollowers',
  'queue MailQueue or PromptMailQueue → SendMail',
  'stream of NotificationsTable → RelayNotifications',
];

/** "Two minutes" in README.md, by the same requests as the web app's. */
async function tour(app: App): Promise<Person> {
  const anna = await Person.join(app, 'Anna', { handle: 'anna', email: 'anna@example.com' });
  const first = await anna.upload(await photoLike(1, 1), { title: 'One', visibility: 'public' });
  const second = await anna.upload(await photoLike(1, 2), { title: 'Two', visibility: 'public' });
  for (const { id } of [first, second]) await anna.photoWithStatus(id, 'ready');
  const ben = await Person.join(app, 'Ben', { handle: 'ben', email: 'ben@example.com' });
  await ben.put('/v1/users/anna/follow');
  const third = await anna.upload(await photoLike(1, 3), { title: 'Another one', visibility: 'public' });
  await anna.photoWithStatus(third.id, 'ready');
  await anna.patch(`/v1/media/${first.id}`, { visibility: 'private' });
  await anna.delete(`/v1/media/${second.id}`);
  return anna;
}
