import { createRequire, flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { processExit } from './own-process.ts';
import type { Realm, RealmOptions, Realms } from './realm.ts';
import { awsLambda } from './response-streaming.ts';

/** A child has one environment, so Node's own loader and globals serve it, made to speak for the function. */
function make({ root, variables, stdout, stderr, console: own, onExit }: RealmOptions): Realm {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, variables);
  Object.assign(globalThis, { awslambda: awsLambda });
  Object.assign(console, own);
  Object.assign(process.stdout, { write: (chunk: string | Buffer) => stdout.write(chunk) });
  Object.assign(process.stderr, { write: (chunk: string | Buffer) => stderr.write(chunk) });
  Object.assign(process, { exit: processExit(process, onExit) });
  return {
    variables: process.env,
    load: (file, esm) => (esm ? import(pathToFileURL(file).href) : createRequire(file)(file)),
    parse: JSON.parse,
    importFrom: (specifier) => Promise.reject(new Error(`Node itself imports ${specifier} in ${root}`)),
    end() {},
  };
}

export const processRealms: Realms = { make, saveCompiled: flushCompileCache };
