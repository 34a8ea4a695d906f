import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { api } from '@shutterbus/contracts/api';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { isWhole } from '@shutterbus/testing/sample';
import { type Artifact, readArtifacts } from '../../scripts/lib/artifacts.ts';
import { buildFunctions } from '../../scripts/lib/build-functions.ts';
import { type Bundles, readBundles } from '../../scripts/lib/bundles.ts';
import { nativeLibraries, nativeModules, ownArchitecture } from '../../scripts/lib/native-libraries.ts';
import { services } from '../../scripts/lib/repository.ts';

const root = path.resolve(import.meta.dirname, '../..');
const kilobyte = 1000;

/** What index.js may weigh. A tenth of a megabyte is some three milliseconds of each cold start. */
const bundleBudget = 310 * kilobyte;
/** With AWS's SDK of durable executions in it, 90 kB. Nobody waits for such a function. */
const durableBudget = bundleBudget + 100 * kilobyte;
/** With AWS's upload in parts and a writer of zip files in it, 30 kB. Nobody waits for it either. */
const packingBudget = bundleBudget + 40 * kilobyte;
/** With sharp's native library beside it. */
const nativeBudget = 25_000 * kilobyte;

/** Services that a client in a bundle talks to, and how a policy names them. */
const clients: Record<string, string> = {
  'client-cloudwatch': 'cloudwatch',
  'client-codedeploy': 'codedeploy',
  'client-cognito-identity-provider': 'cognito-idp',
  'client-dynamodb': 'dynamodb',
  'client-eventbridge': 'events',
  'client-lambda': 'lambda',
  'client-s3': 's3',
  'client-sesv2': 'ses',
  'client-sqs': 'sqs',
  'client-ssm': 'ssm',
};

const artifacts = readArtifacts();
/** With CHECKS=whole, as in the pipeline, all; else one in so many, by which all services have some. */
const isTried = (artifact: Artifact, oneIn: number): boolean =>
  isWhole || artifacts.indexOf(artifact) % oneIn === 0;
const builtAgain = artifacts.filter((artifact) => isTried(artifact, 10));
const each = artifacts.map((artifact) => [artifact.name, artifact] as const);

describe('the built artifacts', () => {
  let bundles: Bundles;
  let clean: string;
  /** Folder of sharp's modules for this machine; absent when they cannot be had here. */
  let native: string | undefined;
  let nativeMissing = 'sharp for Lambda runs on Linux only';
  beforeAll(async () => {
    if (ownArchitecture) {
      native = await nativeModules(ownArchitecture).catch((error: unknown) => {
        nativeMissing = `sharp for Lambda could not be installed, is there no network? ${error}`;
        return undefined;
      });
    }
    await buildFunctions();
    bundles = await readBundles();
    clean = mkdtempSync(path.join(tmpdir(), 'artifact-'));
  });
  afterAll(() => rmSync(clean, { recursive: true, force: true }));
  const bundleOf = ({ folder }: Artifact) => {
    const bundle = bundles[folder];
    if (!bundle) throw new Error(`${folder} was not built`);
    return bundle;
  };
  const isNative = (artifact: Artifact): boolean =>
    bundleOf(artifact).externals.some((name) => nativeLibraries.includes(name));

  const isDurable = (artifact: Artifact): boolean =>
    Object.keys(bundleOf(artifact).modules).some((module) => module.includes('durable-execution-sdk-js'));

  const isPacking = (artifact: Artifact): boolean =>
    Object.keys(bundleOf(artifact).modules).some((module) => module.includes('client-zip'));

  it('are one for each function of the templates, under a name that no other service uses', () => {
    expect(artifacts.map(({ folder }) => folder).sort()).toEqual(Object.keys(bundles).sort());
    expect(new Set(artifacts.map(({ name }) => name)).size).toBe(artifacts.length);
  });

  // With a native library beside it, the whole artifact is weighed where it is put together, below.
  it.each(each)('%s keeps to its size', (_, artifact) => {
    if (isNative(artifact)) return;
    const budget = isDurable(artifact) ? durableBudget : isPacking(artifact) ? packingBudget : bundleBudget;
    expect(bundleOf(artifact).sizeBytes).toBeLessThanOrEqual(budget);
  });

  it.each(each)('%s requires nothing but modules of Node and native libraries', (_, artifact) => {
    const isBesideIt = (name: string) =>
      nativeLibraries.some((library) => name === library || name.startsWith(`${library}/`));
    const { externals } = bundleOf(artifact);
    expect(externals.filter((name) => !isBuiltin(name) && !isBesideIt(name))).toEqual([]);
  });

  // Each takes a process of its own. The flows invoke every one, though inside the repository.
  it.each(services)(
    'those of %s load outside the repository, with the variables of the template',
    (service) => {
      const own = artifacts.filter(({ folder }) => folder.startsWith(`dist/${service}/`));
      const tried = own.filter((artifact) => isTried(artifact, 4) || isNative(artifact));
      const loaded = tried.filter((artifact) => native !== undefined || !isNative(artifact));
      if (loaded.length < tried.length) console.warn(`${service}, native: not loaded here: ${nativeMissing}`);
      expect(loaded.length).toBeGreaterThan(0);
      expect(loaded.map(loadAlone)).toEqual(
        loaded.map(({ name }) => ({ name, stdout: 'function', stderr: '' })),
      );
    },
  );

  function loadAlone(artifact: Artifact) {
    const { name, variables } = artifact;
    const folder = path.join(clean, name);
    cpSync(path.join(root, artifact.folder, 'index.js'), path.join(folder, 'index.js'));
    if (native && isNative(artifact)) {
      cpSync(native, path.join(folder, 'node_modules'), { recursive: true });
      expect(sizeOf(folder)).toBeLessThanOrEqual(nativeBudget);
    }
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['-e', "process.stdout.write(typeof require('./index.js').handler)"],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...variables, AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_NAME: name },
      },
    );
    return { name, stdout, stderr };
  }

  it.each(each)('%s holds no client of a service that its policy does not name', (_, artifact) => {
    const held = Object.keys(bundleOf(artifact).modules).flatMap((module) => {
      const client = /@aws-sdk\/(client-[\w-]+)\/dist-es\/[A-Z]\w+Client\.js$/.exec(module)?.[1];
      return client ? [clients[client] ?? client] : [];
    });
    expect([...artifact.services]).toEqual(expect.arrayContaining(held));
  });

  it.each(each)('%s holds no way to credentials but the environment, and nothing of tests', (_, artifact) => {
    const modules = Object.keys(bundleOf(artifact).modules);
    const unwanted =
      /credential-provider-(?!env)|token-providers|nested-clients|packages\/(testing|sandbox)|\.test\.ts$|zod\/v4\/locales\/(?!en\.)/;
    expect(modules.filter((module) => unwanted.test(module))).toEqual([]);
  });

  it.each(each)('%s holds no route that it does not use, and no text for documents', (_, artifact) => {
    const text = readFileSync(path.join(root, artifact.folder, 'index.js'), 'utf8');
    const handler = readFileSync(handlerOf(artifact), 'utf8');
    const routes = Object.values(api).flat();
    expect(routes.filter(({ summary }) => text.includes(summary))).toEqual([]);
    expect(catalogue.filter(({ summary }) => text.includes(summary))).toEqual([]);
    const held = routes.filter(({ id }) => text.includes(`id:"${id}"`)).map(({ id }) => id);
    // A handler has one route; a release's hook has those that it asks for.
    const isHook = /\bprobeReleased\b/.test(handler);
    expect(held.filter((id) => !isHook && !handler.includes(`${id} as route`))).toEqual([]);
  });

  it('are the same bytes when another process builds them again', () => {
    const again = path.join(clean, 'again');
    const build = `const [, module, to, folders] = process.argv;
      const { bundleFunctions } = await import(module);
      await bundleFunctions(to, { wanted: (folder) => folders.split(' ').includes(folder) });`;
    const module = pathToFileURL(path.join(root, 'scripts/lib/build-functions.ts')).href;
    const folders = builtAgain.map(({ folder }) => path.posix.relative('dist', folder)).join(' ');
    const { stderr, status } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', build, module, again, folders],
      {
        cwd: clean,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '', TZ: 'Pacific/Auckland' },
      },
    );
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    for (const { folder } of builtAgain) {
      const first = readFileSync(path.join(root, folder, 'index.js'));
      const second = readFileSync(path.join(again, path.relative('dist', folder), 'index.js'));
      expect({ folder, same: first.equals(second) }).toEqual({ folder, same: true });
    }
  });
});

/** dist/<service>/<handler> is made from it. */
const handlerOf = ({ folder }: Artifact): string => {
  const [, service = '', handler = ''] = folder.split('/');
  return path.join(root, 'services', service, 'src/handlers', `${handler}.ts`);
};

/** Bytes of all files in a folder, unzipped as Lambda counts them. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}
