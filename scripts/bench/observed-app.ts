import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startSandbox } from '@shutterbus/sandbox/sandbox';
import * as z from 'zod';
import { buildFunctions } from '../lib/build-functions.ts';
import { buildWeb } from '../lib/build-web.ts';
import { root } from '../lib/repository.ts';
import { publishSite, siteOutputs } from '../release/publish-site.ts';

/**
 * The application as `npm start` runs it, in a process of its own. It tells its parent where it is, and the id of each
 * photo at the moment when its thumbnails have been written down as READY.
 */
const thumbnailsGenerated = z.object({
  id: z.string(),
  'detail-type': z.literal('ThumbnailsGenerated'),
  detail: z.object({ data: z.object({ mediaId: z.string() }) }),
});

await Promise.all([buildFunctions(() => undefined), buildWeb(() => undefined)]);
const stateFolder = await mkdtemp(path.join(tmpdir(), 'shutterbus-bench-'));
const sandbox = await startSandbox({
  ...{
    templateFile: path.join(root, 'template.yaml'),
    stackName: 'shutterbus',
    stateFolder,
    port: 0,
    awsPort: 0,
  },
  parameters: ({ webUrl }) => ({ WebOrigin: webUrl }),
});
const { webUrl, awsUrl: endpoint, region, credentials, outputs } = sandbox;
await publishSite(new S3Client({ endpoint, region, credentials }), region, siteOutputs.parse(outputs));

const photoByEvent = new Map<string, string>();
sandbox.observe.listen((fact) => {
  if (fact.fact === 'accepted' && fact.work.kind === 'event') {
    const event = thumbnailsGenerated.safeParse(fact.content);
    if (event.success) photoByEvent.set(event.data.id, event.data.detail.data.mediaId);
  }
  if (fact.fact !== 'ended' || !/OnThumbnailsGenerated/.test(fact.target)) return;
  const photo = photoByEvent.get(fact.cause?.id ?? '');
  if (photo !== undefined) process.send?.({ ready: photo });
});

process.on('disconnect', stop);
process.on('message', stop);
process.send?.({ webUrl });

async function stop(): Promise<void> {
  await sandbox.stop();
  await rm(stateFolder, { recursive: true, force: true });
  process.exit(0);
}
