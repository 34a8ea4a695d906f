import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Photo } from '@shutterbus/contracts/routes/media';
import type { Notification } from '@shutterbus/contracts/routes/notifications';
import { type Sandbox, startSandbox } from '@shutterbus/sandbox/sandbox';
import { call, mailsTo, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { poll } from '@shutterbus/testing/poll';
import { anyOf, done, mailed } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import type { Plugin } from 'esbuild';
import { bundleFunctions } from '../../scripts/lib/build-functions.ts';
import { buildHere } from '../../scripts/lib/build-here.ts';
import { root, sandboxCache } from '../../scripts/lib/repository.ts';
import { announceSandbox } from '../../scripts/lib/running-sandbox.ts';
import { publishSite, siteOutputs } from '../../scripts/release/publish-site.ts';

/** The rendition that the old version of the list does not have. */
const addedPx = 320;
const added = `w${addedPx}`;

/**
 * The app in its life: photos come while the list of renditions has a line less, then a release brings the line, and
 * somebody runs `npm run backfill`. The steps build on one another and run in order.
 */
describe('a rendition that is added to the list', () => {
  let folder: string;
  let sandbox: Sandbox;
  let anna: Person;
  let ben: Person;
  let shown: Photo;
  let hidden: Photo;
  let pictures: Buffer[];
  let before: { feed: string[]; notices: string[]; mails: number };

  beforeAll(async () => {
    pictures = await Promise.all([1, 2, 3].map((seed) => photoLike(1, seed)));
    folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-backfill-'));
    await buildHere();
    sandbox = await start({ codeAt: await buildWithout(addedPx, path.join(folder, 'old')) });
    [anna, ben] = await Promise.all([Person.join(sandbox, 'Anna'), Person.join(sandbox, 'Ben')]);
    await ben.put(`/v1/users/${anna.handle}/follow`);
  });
  afterAll(async () => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const photo = async (id: string): Promise<Photo> => (await anna.get(`/v1/media/${id}`)).body;
  const namesOf = ({ renditions }: Photo): string[] => renditions.map(({ name }) => name).sort();
  const statusOf = async (url = ''): Promise<number> => (await fetch(`${sandbox.webUrl}${url}`)).status;
  const feed = async (): Promise<string[]> =>
    (await call(sandbox, 'GET', '/v1/media')).body.items.map(({ id }: Photo) => id);
  const notices = async (): Promise<string[]> =>
    (await ben.get('/v1/notifications')).body.items.map(({ id }: Notification) => id);
  const whatBenKnows = async () => ({
    feed: await feed(),
    notices: await notices(),
    mails: (await mailsTo(sandbox, ben.email)).length,
  });

  it('is missing in the photos from before, which are published and told of', async () => {
    const upload = async (picture: number, title: string, visibility: string): Promise<Photo> => {
      const { id } = await anna.upload(pictures[picture] ?? Buffer.alloc(0), { title, visibility });
      return anna.photoWithStatus(id, 'ready');
    };
    shown = await upload(0, 'First snow', 'public');
    await upload(1, 'Last snow', 'public');
    hidden = await upload(2, 'Mine', 'private');
    expect(namesOf(shown)).not.toContain(added);
    expect(await statusOf(shown.renditions[0]?.url)).toBe(200);
    before = await lookAfter(sandbox, anyOf(done('TellFollowers'), mailed(ben.email)), async () => {
      const known = await whatBenKnows();
      const published = (await ben.get('/v1/notifications')).body.items.filter(
        ({ kind }: Notification) => kind === 'photo-published',
      );
      expect(published).toMatchObject([{ text: 'Anna published “Last snow” and 1 other photo.' }]);
      // The verification code, the welcome and the two photos of one minute.
      expect(known.mails).toBe(3);
      return known;
    });
  });

  it('is made for them, page by page, after the release', async () => {
    await sandbox.stop();
    sandbox = await start({ port: portOf(sandbox.webUrl), awsPort: portOf(sandbox.awsUrl) });
    expect(await backfill('--dry-run')).toContain('3 photos are ready. Nothing was asked for.');
    expect(namesOf(await photo(shown.id))).not.toContain(added);

    const output = await backfill('--page-size', '2', '--pause', '0');
    expect(output).toMatch(/^Page 2: .* next: --cursor /m);
    expect(output).toContain('Asked for the renditions of 3 photos');
    for (const { id } of [shown, hidden])
      await lookAfter(sandbox, done('OnThumbnailsGenerated'), async () =>
        expect(namesOf(await photo(id))).toContain(added),
      );

    const now = await photo(shown.id);
    for (const { url } of now.renditions) expect(await statusOf(url)).toBe(200);
    expect(now.publishedAt).toBe(shown.publishedAt);
    const { body } = await anna.get(`/v1/thumbnails/links?ids=${hidden.id}`);
    const link = body.photos[0].renditions.find(({ name }: { name: string }) => name === added);
    expect((await fetch(link.url)).status).toBe(200);
  });

  it('leaves nothing of the old sets, and nobody is told again', async () => {
    await lookAfter(sandbox, done('OnMediaUploaded', 'OnThumbnailsGenerated'), async () => {
      for (const { url } of shown.renditions) expect(await statusOf(url)).not.toBe(200);
      const now = await Promise.all((await feed()).map(photo));
      const files = [...now, hidden].length * (shown.renditions.length + 1);
      const previews = now.length;
      expect(await renditionFiles()).toHaveLength(files + previews);
    });
    expect(await whatBenKnows()).toEqual(before);
  });

  it('is made once: a second run changes nothing', async () => {
    const [photos, files] = [
      await Promise.all([shown, hidden].map(({ id }) => photo(id))),
      await renditionFiles(),
    ];
    expect(await backfill('--aws', '--stack', 'shutterbus', '--pause', '0')).toContain(
      'renditions of 3 photos',
    );
    await poll('a message goes out of its queue a moment after the work on it has ended', async () => {
      expect(await timesLogged('OnMediaUploaded', 'Received MediaRenditionsRequested')).toBe(6);
      expect(await requestsUnderWay()).toBe(0);
    });
    const again = await Promise.all([shown, hidden].map(({ id }) => photo(id)));
    expect(again.map(lasting)).toEqual(photos.map(lasting));
    expect(await renditionFiles()).toEqual(files);
    expect(await whatBenKnows()).toEqual(before);
    // The outbox keeps its order: a second publication by the first run would have been sent before these requests.
    expect(await timesLogged('RelayMedia', 'Sent MediaPublished')).toBe(2);
  });

  it('says how to go on when a page cannot be asked for', async () => {
    expect(await backfill('--cursor', 'nonsense')).toContain(
      'The cursor is not one that this list gave out.',
    );
  });

  async function start(options: Partial<Parameters<typeof startSandbox>[0]>): Promise<Sandbox> {
    const stateFolder = path.join(folder, 'state');
    const started = await startSandbox({
      templateFile: path.join(root, 'template.yaml'),
      stackName: 'shutterbus',
      stateFolder,
      cacheFolder: sandboxCache,
      parameters: ({ webUrl }) => ({ WebOrigin: webUrl }),
      port: 0,
      awsPort: 0,
      ...options,
    });
    const s3 = new S3Client({ ...settingsOf(started) });
    await publishSite(s3, started.region, siteOutputs.parse(started.outputs));
    await announceSandbox(stateFolder, started);
    return started;
  }

  /** How often a function has written this into its log so far. */
  async function timesLogged(functionName: string, text: string): Promise<number> {
    const client = new CloudWatchLogsClient(settingsOf(sandbox));
    const { logGroups = [] } = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/' }),
    );
    const found = await Promise.all(
      logGroups.map(({ logGroupName }) =>
        client.send(new FilterLogEventsCommand({ logGroupName, filterPattern: `"${text}"` })),
      ),
    );
    const streams = found.flatMap(({ events = [] }) => events.map(({ logStreamName }) => logStreamName));
    return streams.filter((name) => name?.includes(`-${functionName}[`)).length;
  }

  /** Messages in the worker's queue, those that it has in its hands included. */
  async function requestsUnderWay(): Promise<number> {
    const sqs = new SQSClient(settingsOf(sandbox));
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const QueueUrl = QueueUrls.find((url) => url.includes('UploadsQueue'));
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }),
    );
    return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  }

  /** Keys of all image files, public and private. */
  async function renditionFiles(): Promise<string[]> {
    const s3 = new S3Client(settingsOf(sandbox));
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const Bucket = Buckets.find(({ Name }) => Name?.includes('renditions'))?.Name;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map(({ Key = '' }) => Key).sort();
  }

  function backfill(...args: string[]): Promise<string> {
    const { awsUrl, region, credentials } = sandbox;
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'scripts/backfill.ts', ...args],
      {
        cwd: root,
        env: {
          ...process.env,
          SHUTTERBUS_STATE: path.join(folder, 'state'),
          // What --aws goes by.
          AWS_ENDPOINT_URL: awsUrl,
          AWS_REGION: region,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return new Promise((resolve) => child.once('close', () => resolve(output)));
  }
});

/** The link to the original is signed anew for each answer. */
const lasting = ({ originalUrl: _, ...photo }: Photo & { originalUrl?: string }) => photo;

const portOf = (url: string): number => Number(new URL(url).port);

const settingsOf = ({ awsUrl, region, credentials }: Sandbox) => ({
  endpoint: awsUrl,
  region,
  credentials,
  forcePathStyle: true,
});

/**
 * The functions of the service that has the list, as they are built from the same sources but for one line of it.
 * @returns the folder of the old version for that of the present one; those of other services as they are
 */
async function buildWithout(widthPx: number, outdir: string): Promise<(folder: string) => string> {
  const list = path.join(root, 'services/thumbnails/src/renditions.ts');
  const present = await readFile(list, 'utf8');
  const contents = present.replace(new RegExp(`^.*{ widthPx: ${widthPx},.*\n`, 'm'), '');
  if (contents === present) throw new Error(`the list has no line for ${widthPx} px`);
  const oldList: Plugin = {
    name: 'old-list',
    setup: ({ onLoad }) =>
      onLoad({ filter: /thumbnails[\\/]src[\\/]renditions\.ts$/ }, () => ({ contents, loader: 'ts' })),
  };
  const isOld = (folder: string): boolean => folder.startsWith('thumbnails/');
  await bundleFunctions(outdir, { changes: [oldList], wanted: isOld });
  // Libraries that are not bundled (sharp) are found in a folder above, here as in dist/.
  await symlink(path.join(root, 'node_modules'), path.join(outdir, 'node_modules'), 'junction');
  return (folder) => {
    const built = path.relative(path.join(root, 'dist'), folder);
    return isOld(built) ? path.join(outdir, built) : folder;
  };
}
