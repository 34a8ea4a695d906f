import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { AccessRequest } from '@shutterbus/sandbox/core/access';
import { nameOf } from '@shutterbus/sandbox/core/principal';
import { startSandbox } from '@shutterbus/sandbox/sandbox';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { buildFunctions } from './lib/build-functions.ts';
import { buildWeb } from './lib/build-web.ts';
import { command } from './lib/command.ts';
import { root } from './lib/repository.ts';
import { publishSite, siteOutputs } from './release/publish-site.ts';

/**
 * npm run callers: who calls whom for one photo, from the question for an upload to its thumbnails, in an application of its
 * own that is gone afterwards. Each call stands once, where it was made first, as the permissions that it needs are
 * written: who, on behalf of which resource, what, on what.
 */
command('npm run callers');

await Promise.all([buildFunctions(() => undefined), buildWeb(() => undefined)]);
const stateFolder = await mkdtemp(path.join(tmpdir(), 'shutterbus-callers-'));
const sandbox = await startSandbox({
  ...{ templateFile: path.join(root, 'template.yaml'), stackName: 'shutterbus', stateFolder },
  ...{ port: 0, awsPort: 0 },
  parameters: ({ webUrl }) => ({ WebOrigin: webUrl }),
});
try {
  const { webUrl, awsUrl: endpoint, region, credentials, outputs } = sandbox;
  await publishSite(new S3Client({ endpoint, region, credentials }), region, siteOutputs.parse(outputs));
  const anna = await Person.join({ webUrl }, 'Anna');
  const bytes = await photoLike(1);

  const calls = new Set<string>();
  const stop = sandbox.access.listen((request) => void calls.add(line(request)));
  const { id } = await anna.upload(bytes, { title: 'One photo' });
  await anna.photoWithStatus(id, 'ready');
  stop();
  for (const call of calls) console.log(call.replaceAll(id, '<photo>'));
  console.log(`\n${calls.size} calls`);
} finally {
  await sandbox.stop();
  await rm(stateFolder, { recursive: true, force: true });
}

/** What is the same in all of them, partition, region and account, is left out. */
function line({ caller, action, resource }: AccessRequest): string {
  const source = caller.kind === 'service' ? ` for ${short(caller.sourceArn)}` : '';
  return `${short(nameOf(caller))}${source}\n    ${action} ${short(resource.replace(/:log-stream:.*/, ''))}`;
}

function short(arn: string): string {
  const { region, accountId } = sandbox;
  return arn
    .replace(/^arn:aws:/, '')
    .replace(`${region}:${accountId}:`, '')
    .replace(`:${accountId}:`, '');
}
