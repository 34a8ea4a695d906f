import { parseArgs } from 'node:util';
import { buildFunctions } from './lib/build-functions.ts';
import { buildWeb } from './lib/build-web.ts';
import { type Architecture, installNativeLibraries, processors } from './lib/native-libraries.ts';

/**
 * npm run build: everything that `sam build` needs.
 *
 *   npm run build                        sharp for ARM processors, the template's default
 *   npm run build -- --arch x86_64       sharp for the other one; the template's parameter Architecture has to agree
 *   npm run build -- --without-native    no sharp; enough for `npm start`, and needs no network
 */
const { values } = parseArgs({
  options: {
    arch: { type: 'string', default: 'arm64' },
    'without-native': { type: 'boolean', default: false },
  },
});
const isArchitecture = (text: string): text is Architecture => Object.hasOwn(processors, text);
if (!isArchitecture(values.arch)) {
  console.error(`--arch takes ${Object.keys(processors).join(' or ')}, not "${values.arch}".`);
  process.exit(2);
}

await Promise.all([buildFunctions(), buildWeb()]);
if (!values['without-native']) {
  const functions = await installNativeLibraries(values.arch);
  console.log(`Built; sharp for ${values.arch} is in ${functions.join(', ')}`);
}
