import { buildFunctions } from '../../scripts/lib/build-functions.ts';
import { buildWeb } from '../../scripts/lib/build-web.ts';
import { removeForeignLibraries } from '../../scripts/lib/native-libraries.ts';

/** As `npm start` does, once for all files: what applications built side by side, one would read while another writes it. */
export default async function build() {
  await Promise.all([buildFunctions(console.log), buildWeb(console.log)]);
  await removeForeignLibraries();
}
