import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startApp } from '@shutterbus/testing/app';
import { call, Person, type Site } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { parse } from 'yaml';
import { root } from '../scripts/lib/repository.ts';
import { ofType, readStacks } from '../tests/template/templates.ts';
import { at, keys } from '../tests/template/values.ts';

/**
 * Starts the app, or takes the one at --site, fills it with a few people and photos, and lets schemathesis call it by
 * docs/openapi.yaml in ways that are allowed and in ways that are not: .ci/schemathesis.toml says how, and the templates how
 * fast. What stands behind `--` goes to schemathesis.
 */
const { values, positionals } = parseArgs({
  options: { schemathesis: { type: 'string', default: 'schemathesis' }, site: { type: 'string' } },
  allowPositionals: true,
});

const folder = mkdtempSync(path.join(tmpdir(), 'shutterbus-fuzz-'));
const config = path.join(folder, 'schemathesis.toml');
writeFileSync(config, `${readFileSync(path.join(root, '.ci/schemathesis.toml'), 'utf8')}\n${paces()}`);
const app = values.site === undefined ? await startApp() : undefined;
try {
  const webUrl = values.site ?? app?.webUrl ?? '';
  const { status } = spawnSync(
    values.schemathesis,
    [
      '--config-file',
      config,
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
  rmSync(folder, { recursive: true });
}

/** Each operation no faster than its route lets through: API Gateway's 429 would hide the answers. */
function paces(): string {
  const { paths } = parse(readFileSync(path.join(root, 'docs/openapi.yaml'), 'utf8'));
  return Object.values(readStacks().stacks)
    .flatMap((stack) => ofType(stack, 'AWS::ApiGatewayV2::Stage'))
    .flatMap(([, { RouteSettings }]) =>
      keys(RouteSettings).map((route) => {
        const [method = '', pathOf = ''] = route.split(' ');
        const { operationId } = paths[pathOf][method.toLowerCase()];
        const perSecond = Math.min(20, Number(at(RouteSettings, route, 'ThrottlingRateLimit')));
        return `[[operations]]\ninclude-operation-id = "${operationId}"\nrate-limit = "${perSecond}/s"\n`;
      }),
    )
    .join('\n');
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
    leaver: (await Person.join(site, 'Jo')).email,
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
