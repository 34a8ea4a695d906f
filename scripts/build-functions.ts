import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './repository.ts';
import { upToDate } from './stamp.ts';

const services = ['users', 'media', 'thumbnails', 'notifications'];

/** Libraries with a native part: not bundled, but installed beside the function (`npm run build`). */
export const nativeLibraries = ['sharp'];

/**
 * Bundles every file in services/<service>/src/handlers into dist/<service>/<handler>/index.js, where the templates'
 * CodeUri points. Does nothing when no source changed.
 */
export async function buildFunctions(): Promise<void> {
  const sources = [
    'services/*/src/**/*.ts',
    'packages/{contracts,lambda}/src/**/*.ts',
    'scripts/build-functions.ts',
  ];
  const stamp = await upToDate('dist/.functions', [...sources, 'pnpm-lock.yaml']);
  if (stamp.fresh) return;

  const entryPoints = Object.fromEntries(
    (await Promise.all(services.map(handlersOf))).flat().map((handler) => [handler.output, handler.input]),
  );
  for (const service of services)
    await rm(path.join(root, 'dist', service), { recursive: true, force: true });
  // Loaded only when there is something to build; its service process, which holds all sources, ends with the build.
  const { build, stop } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // The libraries' ES modules instead of their CommonJS: only those can be shaken.
    mainFields: ['module', 'main'],
    conditions: ['module', 'import'],
    external: nativeLibraries,
    // The SDK's `import('node:http')` becomes a require: as an import it loads undici too, 15 ms of each cold start.
    supported: { 'dynamic-import': false },
    alias: { '@aws-sdk/credential-provider-node': './packages/lambda/src/environment-credentials.ts' },
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  await stop();
  // Lambda loads index.js as CommonJS; without this file the repository's "type": "module" would decide locally.
  await mkdir(path.join(root, 'dist'), { recursive: true });
  await writeFile(path.join(root, 'dist', 'package.json'), '{ "type": "commonjs" }\n');
  await stamp.write();
}

async function handlersOf(service: string): Promise<{ output: string; input: string }[]> {
  const folder = `services/${service}/src/handlers`;
  if (!existsSync(path.join(root, folder))) return [];
  const files = await readdir(path.join(root, folder));
  return files
    .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
    .map((file) => ({ output: `${service}/${file.slice(0, -3)}/index`, input: `${folder}/${file}` }));
}
