/**
 * The entry of a host, whether it is a worker thread or a child process. A thread holds many function environments and
 * runs their invocations side by side; a child holds one.
 */
import { parentPort } from 'node:worker_threads';
import type { Environment } from './current-environment.ts';
import { current } from './current-environment.ts';
import { makeEnvironment } from './environment.ts';
import { RuntimeError } from './error-document.ts';
import type { FromHost, ToHost } from './messages.ts';
import { offerRuntimeLibrary } from './runtime-library.ts';

const thread = parentPort;
const post = thread ? (message: FromHost): void => thread.postMessage(message) : childPort();
const makeRealm = thread
  ? (await import('./thread-realm.ts')).threadRealm
  : (await import('./process-realm.ts')).processRealm;
const environments = new Map<number, Environment>();
offerRuntimeLibrary();

function receive(message: ToHost): void {
  switch (message.type) {
    case 'create':
      environments.set(message.spec.environment, makeEnvironment(message.spec, makeRealm, post));
      break;
    case 'invoke':
      void environments.get(message.environment)?.invoke(message);
      break;
    case 'end':
      environments.get(message.environment)?.end();
      environments.delete(message.environment);
      break;
    case 'ping':
      post({ type: 'pong' });
      break;
  }
}

/** A child ends with the sandbox, however that ends. The function in it is not to find the channel. */
function childPort(): (message: FromHost) => void {
  const send = process.send?.bind(process);
  if (!send) throw new Error('a host runs as a worker thread or as a forked process');
  const exit = process.exit.bind(process);
  process.once('disconnect', () => exit(0));
  Object.assign(process, { send: undefined });
  return (message) => void send(message);
}

/** What belongs to no environment is a fault of the host itself, and ends it; a child is its one environment's. */
function stray(error: unknown, heading: string): void {
  const environment = current.getStore() ?? (thread ? undefined : environments.values().next().value);
  if (!environment) throw error;
  environment.crash(error, heading);
}

process.on('unhandledRejection', (reason) =>
  stray(
    new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason), reason),
    'Unhandled Promise Rejection',
  ),
);
process.on('uncaughtException', (error) => stray(error, 'Uncaught Exception'));
(thread ?? process).on('message', receive);
post({ type: 'ready', rssBytes: process.memoryUsage.rss() });
