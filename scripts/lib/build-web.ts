import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './repository.ts';
import { upToDate } from './stamp.ts';

/**
 * Builds packages/web into packages/web/dist, when its sources changed.
 * @param report told before there is something to do
 * @throws Error when the build fails
 */
export async function buildWeb(report: (line: string) => void = () => {}): Promise<void> {
  const web = 'packages/web';
  const stamp = upToDate(`${web}/dist/.stamp`, [
    `${web}/{src,public}/**/*.*`,
    `${web}/{index.html,package.json,vite.config.ts}`,
    'packages/contracts/src/**/*.ts',
    'pnpm-lock.yaml',
  ]);
  if (stamp.fresh) return;
  report('Building the web app …');
  const vite = path.join(root, web, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: path.join(root, web),
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The web app could not be built; see the messages above.');
  await stamp.write();
}
