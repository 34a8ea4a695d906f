import { parseArgs } from 'node:util';
import { buildFunctions } from './lib/build-functions.ts';
import { buildWeb } from './lib/build-web.ts';
import { command, misuse } from './lib/command.ts';
import { type Architecture, installNativeLibraries, processors } from './lib/native-libraries.ts';

/**
 * npm run build: everything that `sam build` needs.
 *
 *   npm run build                        sharp for ARM processors, the template's default
 *   npm run build -- --arch x86_64       sharp for the other one; the template's parameter Architecture has to agree
 *   npm run build -- --without-native    no sharp; enough for `npm start`, and needs no network
 */
command('npm run build [-- --arch arm64|x86_64] [--without-native]');
const { values } = parseArgs({
  options: {
    arch: { type: 'string', default: 'arm64' },
    'without-native': { type: 'boolean', default: false },
  },
});
const isArchitecture = (text: string): text is Architecture => Object.hasOwn(processors, text);
if (!isArchitecture(values.arch))
  misuse(`--arch takes ${Object.keys(processors).join(' or ')}, not "${values.arch}".`);

await Promise.all([buildFunctions(), buildWeb()]);
if (!values['without-native']) {
  const functions = await installNativeLibraries(values.arch);
  console.log(`Built; sharp for ${values.arch} is in ${functions.join(', ')}`);
}
