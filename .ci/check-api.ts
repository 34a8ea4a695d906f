import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startApp } from '@shutterbus/testing/app';
import { call, Person, type Site } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { root } from '../scripts/lib/repository.ts';

/**
 * Starts the app, or takes the one at --site, fills it with a few people and photos, and lets schemathesis call it by
 * docs/openapi.yaml in ways that are allowed and in ways that are not: .ci/schemathesis.toml says how. What stands behind `--`
 * goes to schemathesis.
 */
const { values, positionals } = parseArgs({
  options: { schemathesis: { type: 'string', default: 'schemathesis' }, site: { type: 'string' } },
  allowPositionals: true,
});

const app = values.site === undefined ? await startApp() : undefined;
try {
  const webUrl = values.site ?? app?.webUrl ?? '';
  const { status } = spawnSync(
    values.schemathesis,
    [
      '--config-file',
      '.ci/schemathesis.toml',
      'run',
      'docs/openapi.yaml',
      '--url',
      webUrl,
      '--warnings',
      'off',
      ...positionals,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', SITE: JSON.stringify(await filled({ webUrl })) },
    },
  );
  process.exitCode = status ?? 1;
} finally {
  await app?.dispose();
}

/** Enough that each list has a second page, and that whoever calls owns photos of each kind. */
async function filled(site: Site) {
  const [caller, ...others] = await Promise.all(
    ['Fay', 'Gus', 'Hal', 'Ida'].map((name) => Person.join(site, name)),
  );
  if (caller === undefined) throw new Error('nobody joined');
  for (const other of others) {
    await other.put(`/v1/users/${caller.handle}/follow`);
    await caller.put(`/v1/users/${other.handle}/follow`);
  }
  const photos: string[] = [];
  for (const visibility of ['public', 'public', 'private']) {
    const { id } = await caller.upload(await photoLike(1, photos.length + 1), { visibility });
    await caller.photoWithStatus(id, 'ready');
    photos.push(id);
  }
  for (const person of [caller, ...others])
    photos.push((await person.requestUpload({ sizeBytes: 1 })).body.photo.id);
  const cursor = async (path: string) =>
    (await call(site, 'GET', `${path}?limit=1`, undefined, caller.accessToken)).body.nextCursor;
  const config = (await call(site, 'GET', '/config.json')).body;
  return {
    cognito: config.cognitoEndpoint,
    client: config.userPoolClientId,
    email: caller.email,
    password: caller.password,
    handles: [caller, ...others].map(({ handle }) => handle),
    photos,
    cursors: {
      listFeed: await cursor('/v1/media'),
      listMine: await cursor('/v1/media/mine'),
      listNotifications: await cursor('/v1/notifications'),
    },
  };
}
