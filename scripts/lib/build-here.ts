import { buildFunctions } from './build-functions.ts';
import { buildWeb } from './build-web.ts';
import { removeForeignLibraries } from './native-libraries.ts';

/**
 * Builds what changed, to be run on this machine: `npm run build` may have put sharp for Lambda's processors beside the functions.
 * @param report told before there is something to do, and when sharp for another machine was taken away
 */
export async function buildHere(report: (line: string) => void = () => {}): Promise<void> {
  await Promise.all([buildFunctions(report), buildWeb(report)]);
  if (await removeForeignLibraries())
    report('dist/ held sharp for another machine. Run npm run build again before the next sam build.');
}
