import type { BuildOptions } from 'esbuild';
import { nativeLibraries } from './native-libraries.ts';
import { root } from './repository.ts';

/** How a function is bundled, whatever is left out of it. Each of these was measured (docs/decisions/0014-bundles.md). */
export const bundleOptions = {
  absWorkingDir: root,
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
  // What lies beside a module is found there as well when it is built.
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  alias: { '@aws-sdk/credential-provider-node': './packages/lambda/src/environment-credentials.ts' },
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;
