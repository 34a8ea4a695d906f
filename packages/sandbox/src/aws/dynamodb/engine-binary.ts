import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** How to start dynoxide: an executable and the arguments that come before its own. */
export interface EngineCommand {
  file: string;
  args: string[];
}

/** The version that package.json asks for as well. */
const version = '1.2.1';

/**
 * The executable from the optional package of this platform (`@dynoxide/linux-x64`, …), or npx where the platform
 * has no such package installed.
 * @param from the file whose dependencies are searched
 */
export function findEngine(from: string, platform = `${process.platform}-${process.arch}`): EngineCommand {
  const executable = platform.startsWith('win32') ? 'dynoxide.exe' : 'dynoxide';
  for (const folder of createRequire(from).resolve.paths(`@dynoxide/${platform}`) ?? []) {
    const file = path.join(folder, '@dynoxide', platform, executable);
    if (existsSync(file)) return { file, args: [] };
  }
  const args = ['npx', '--yes', `dynoxide@${version}`];
  // There npx is a command file, which only the command interpreter can start.
  return platform.startsWith('win32')
    ? { file: 'cmd.exe', args: ['/d', '/s', '/c', ...args] }
    : { file: 'npx', args: args.slice(1) };
}
