import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleFunctions } from '../lib/build-functions.ts';
import { root, type Service } from '../lib/repository.ts';
import type { Change } from './faults.ts';

/**
 * Builds a new version of every function of the chosen services into a folder of its own, from the sources with one fault put inside: into the use
 * cases, and in the relays into the call of the bus, so that all wrappers stand around it as around a true bug.
 * @returns the folder of the new version for the folder of the present one; those of other services as they are
 */
export async function buildNewVersion(
  to: string,
  chosen: readonly Service[],
  change: Change,
): Promise<(folder: string) => string> {
  await mkdir(to, { recursive: true });
  // Libraries that are not bundled (sharp) are found in a folder above, here as in dist/.
  await symlink(path.join(root, 'node_modules'), path.join(to, 'node_modules'), 'junction');
  await writeFile(path.join(to, 'package.json'), '{ "type": "commonjs" }\n');
  const isChosen = (service: string): boolean => chosen.some((one) => one === service);
  await bundleFunctions(to, {
    changes: [faultInside(change)],
    wanted: (folder) => isChosen(path.posix.dirname(folder)),
  });
  const dist = path.join(root, 'dist');
  return (folder) => {
    const [service = '', name = ''] = path.relative(dist, folder).split(path.sep);
    return isChosen(service) ? path.join(to, service, name) : folder;
  };
}

const spoilt = path.join(import.meta.dirname, 'spoilt.ts');
const present = '?present';

/** Puts a module of the same exports, with the fault, before each use case and before the relay. */
function faultInside(change: Change): Plugin {
  return {
    name: 'fault-inside',
    setup(build) {
      build.initialOptions.define = {
        ...build.initialOptions.define,
        REHEARSED_FAULT: JSON.stringify(change),
      };
      build.onResolve({ filter: /\?present$/ }, ({ path: file, resolveDir }) => ({
        path: path.resolve(resolveDir, file.slice(0, -present.length)),
        namespace: 'present',
      }));
      build.onLoad({ filter: /.*/, namespace: 'present' }, async ({ path: file }) => ({
        contents: await readFile(file, 'utf8'),
        loader: 'ts',
        resolveDir: path.dirname(file),
      }));
      const before = (filter: RegExp, textOf: (name: string, source: string) => string): void =>
        build.onLoad({ filter }, async ({ path: file }) => ({
          contents: textOf(`./${path.basename(file)}${present}`, await readFile(file, 'utf8')),
          loader: 'ts',
          resolveDir: path.dirname(file),
        }));
      before(/services\/\w+\/src\/handlers\/[\w-]+\.ts$/, handlerText);
      before(/services\/\w+\/src\/use-cases\/[\w-]+\.ts$/, useCaseText);
      before(/packages\/lambda\/src\/relay\.ts$/, relayText);
    },
  };
}

const quoted = (text: string): string => JSON.stringify(text);

const handlerText = (name: string): string => `
import { handler as present } from ${quoted(name)};
import { noting } from ${quoted(spoilt)};
export const handler = noting(present);`;

function useCaseText(name: string, source: string): string {
  const made = [...source.matchAll(/^export (?:const|function) (make\w+)/gm)].map(([, one]) => one);
  return `
import * as present from ${quoted(name)};
import { spoilt } from ${quoted(spoilt)};
export * from ${quoted(name)};
${made.map((one) => `export const ${one} = spoilt(present.${one});`).join('\n')}`;
}

const relayText = (name: string): string => `
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { clientSettings } from './aws-client.ts';
import { relayOutbox as present } from ${quoted(name)};
import { spoiltSend } from ${quoted(spoilt)};
export const relayOutbox = (options, client = new EventBridgeClient(clientSettings())) =>
  present(options, { send: (command) => spoiltSend(command.input.Entries, () => client.send(command)) });`;
