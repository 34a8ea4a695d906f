import type { AccessRequest } from '@shutterbus/sandbox/core/access';
import { nameOf } from '@shutterbus/sandbox/core/principal';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { command } from './lib/command.ts';
import { startOwnApplication } from './lib/own-application.ts';

/**
 * npm run callers: who calls whom for one photo, from the question for an upload to its thumbnails, in an application of its
 * own that is gone afterwards. Each call stands once, where it was made first, as the permissions that it needs are
 * written: who, on behalf of which resource, what, on what.
 */
command('npm run callers');

const { sandbox, end } = await startOwnApplication();
try {
  const anna = await Person.join(sandbox, 'Anna');
  const bytes = await photoLike(1);

  const calls = new Set<string>();
  const stop = sandbox.access.listen((request) => void calls.add(line(request)));
  const { id } = await anna.upload(bytes, { title: 'One photo' });
  await anna.photoWithStatus(id, 'ready');
  stop();
  for (const call of calls) console.log(call.replaceAll(id, '<photo>'));
  console.log(`\n${calls.size} calls`);
} finally {
  await end();
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
