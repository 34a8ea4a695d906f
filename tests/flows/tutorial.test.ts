import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { eventually } from '@shutterbus/testing/eventually';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { type CommandBlock, commandBlocks, commandsFor } from '../../scripts/lib/documented-commands.ts';

const root = path.resolve(import.meta.dirname, '../..');
const chapters = readdirSync(path.join(root, 'docs/tutorial')).filter((file) => /^\d/.test(file));
const blocksOf = (chapter: string): CommandBlock[] => commandBlocks(`docs/tutorial/${chapter}`);
const named = (blocks: CommandBlock[]) => blocks.map((block) => [block.commands, block] as const);

/** Tests of the repository and rehearsals of a release do not see the running app, so once is enough. */
const seesTheApp = ({ commands }: CommandBlock): boolean =>
  !/^npm test|npm run [\w -]*canary/m.test(commands);

/** Each command of each chapter is run as it stands there, against an app on the addresses that the text names. */
describe('the tutorial on an empty state', () => {
  const app = anApp();

  describe.each(chapters)('%s', (chapter) => {
    it.each(named(blocksOf(chapter)))('%s', (_, block) => keepsItsPromise(app(), block));
  });

  it('has commands in every chapter', () => {
    for (const chapter of chapters) expect(blocksOf(chapter).length).toBeGreaterThan(0);
  });
});

/** With CHECKS=whole, as in the pipeline, all forty photos; else fewer people say the same of what the tutorial finds. */
const demo = process.env.CHECKS === 'whole' ? 'npm run demo' : 'npm run demo -- --people 3';

describe('the tutorial after the README’s tour and npm run demo', () => {
  const app = anApp();
  let anna: Person;
  beforeAll(async () => {
    anna = await tour(app());
    await keepsItsPromise(app(), { commands: demo, promise: '' });
  });

  const seen = chapters.map((chapter) => ({ chapter, blocks: blocksOf(chapter).filter(seesTheApp) }));
  describe.each(seen.filter(({ blocks }) => blocks.length > 0))('$chapter', ({ blocks }) => {
    it.each(named(blocks))('%s', (_, block) => keepsItsPromise(app(), block));
  });

  it('shows by trace what led to what, and what lay between', async () => {
    await eventually(async () => {
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

function anApp(): () => App {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.dispose());
  return () => app;
}

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

async function keepsItsPromise(app: App, { commands, promise }: CommandBlock): Promise<void> {
  const pattern = /shows (.+)$/.exec(promise)?.[1];
  const check = async (): Promise<void> => {
    const { code, output } = await run(app, commands);
    // What was printed is shown where the promise was broken.
    if (promise === 'fails') expect({ failed: code !== 0, output }).toEqual({ failed: true, output });
    else expect({ code, output }).toEqual({ code: 0, output });
    if (pattern) expect(output).toMatch(new RegExp(pattern));
  };
  await (promise.startsWith('eventually') ? eventually(check) : check());
}

function run(app: App, commands: string): Promise<{ code: number | null; output: string }> {
  const script = commandsFor(app, commands);
  const env = { ...process.env, SHUTTERBUS_STATE: app.stateFolder };
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: root, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output })));
}
