import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Artifact, readArtifacts } from '../../scripts/lib/artifacts.ts';
import { buildFunctions, bundleFromParts } from '../../scripts/lib/build-functions.ts';
import { type Bundles, readBundles } from '../../scripts/lib/bundles.ts';
import { nativeLibraries } from '../../scripts/lib/native-libraries.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Run in a process of its own: what each function is, and how one answers what its schema refuses. */
const look = `
const { artifacts, event } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const found = [];
(async () => {
  for (const { name, file, variables } of artifacts) {
    Object.assign(process.env, variables, { AWS_LAMBDA_FUNCTION_NAME: name });
    const { handler } = require(file);
    found.push([name, typeof handler]);
    if (name === 'RequestUpload')
      found.push(await handler(event, { awsRequestId: 'r', invokedFunctionArn: 'arn:aws:lambda:x:0:function:f', getRemainingTimeInMillis: () => 1000 }));
  }
  require('node:fs').writeSync(3, JSON.stringify(found));
})();`;

describe('functions that are built while somebody edits', () => {
  let folder: string;
  beforeAll(async () => {
    await buildFunctions();
    folder = mkdtempSync(path.join(tmpdir(), 'hot-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('do what those of a whole build do, and are not much larger', async () => {
    const artifacts = differentArtifacts(await readBundles());
    const folders = artifacts.map((one) => one.folder);
    await bundleFromParts(folders, [], folder);
    const hot = (one: string): string => path.join(folder, path.relative('dist', one), 'index.js');
    const whole = (one: string): string => path.join(root, one, 'index.js');
    const seen = looked(artifacts.map((one) => ({ ...one, file: hot(one.folder) })));
    expect(seen).toEqual(looked(artifacts.map((one) => ({ ...one, file: whole(one.folder) }))));
    expect(seen.filter((one) => Array.isArray(one) && one[1] === 'function')).toHaveLength(folders.length);
    expect(JSON.stringify(seen)).toContain('sizeBytes');
    for (const one of folders) {
      const larger = statSync(hot(one)).size / statSync(whole(one)).size;
      expect({ one, isMuch: larger > 2 }).toEqual({ one, isMuch: false });
    }
  });

  /** One for each set of libraries that functions have, but for native ones. */
  function differentArtifacts(bundles: Bundles): Artifact[] {
    const libraries = ({ folder: built }: Artifact): string => {
      const modules = Object.keys(bundles[built]?.modules ?? {});
      const names = modules.flatMap(
        (name) => /.*node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//.exec(name)?.[1] ?? [],
      );
      return [...new Set(names)].sort().join();
    };
    const isNative = ({ folder: built }: Artifact): boolean =>
      bundles[built]?.externals.some((name) => nativeLibraries.includes(name)) ?? false;
    const able = readArtifacts().filter((one) => !isNative(one));
    const upload = able.filter(({ name }) => name === 'RequestUpload');
    return [...new Map([...able, ...upload].map((one) => [libraries(one), one])).values()];
  }

  function looked(artifacts: { name: string; file: string; variables: Record<string, string> }[]): unknown[] {
    const sample = readFileSync(path.join(root, 'events/media/request-upload.json'), 'utf8');
    const event = { ...JSON.parse(sample), body: '{"title":5,"sizeBytes":"many"}' };
    const { output, stderr, status } = spawnSync(process.execPath, ['-e', look], {
      encoding: 'utf8',
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      input: JSON.stringify({ artifacts, event }),
      env: { AWS_REGION: 'eu-west-1' },
    });
    expect({ status, stderr: stderr.slice(-1000) }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(String(output[3]));
  }
});
