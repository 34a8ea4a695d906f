/**
 * The entry of a host, whether it is a worker thread or a child process. A thread holds many function environments and
 * runs their invocations side by side; a child holds one.
 */
import { parentPort } from 'node:worker_threads';
import { current, type Environment } from './current-environment.ts';
import { makeEnvironment } from './environment.ts';
import { RuntimeError } from './error-document.ts';
import { heapSize } from './memory.ts';
import { claims, type FromHost, type ToHost } from './messages.ts';
import type { Realms } from './realm.ts';
import { offerRuntimeLibrary } from './runtime-library.ts';
import { letLookInside } from './seen-from-outside.ts';

const thread = parentPort;
const post = thread ? (message: FromHost): void => thread.postMessage(message) : childPort();
/** How often a child that works tells its size. */
const usageEveryMs = 100;

const environments = new Map<number, Environment>();
/** What is still to be done, in order, while environments are being made. */
const waiting: ToHost[] = [];

/**
 * Code is loaded in one stretch, and messages come in one, too: between two loads what is under way gets its answers. Else a
 * wave of calls would keep them until the functions' own limits are over.
 */
function take(message: ToHost, realms: Realms): void {
  waiting.push(message);
  if (waiting.length === 1) proceed(realms);
}

function proceed(realms: Realms): void {
  for (let message = waiting[0]; message; message = waiting[0]) {
    receive(message, realms);
    if (message.type === 'create') {
      setImmediate(() => {
        waiting.shift();
        proceed(realms);
      });
      return;
    }
    waiting.shift();
  }
}

function receive(message: ToHost, realms: Realms): void {
  switch (message.type) {
    case 'create': {
      const { environment, claim } = message.spec;
      if (claim && Atomics.compareExchange(claim, 0, claims.sent, claims.taken) === claims.withdrawn) break;
      environments.set(environment, makeEnvironment(message.spec, realms, post));
      break;
    }
    case 'invoke': {
      const stopTelling = thread ? () => undefined : tellUsage();
      void environments
        .get(message.environment)
        ?.invoke(message)
        .finally(() => {
          stopTelling();
          setImmediate(realms.saveCompiled);
        });
      break;
    }
    case 'end':
      environments.get(message.environment)?.end();
      environments.delete(message.environment);
      break;
    case 'ping':
      post({ type: 'pong' });
      break;
  }
}

/** @returns what ends it */
function tellUsage(): () => void {
  const tell = (): void => {
    const { user, system } = process.cpuUsage();
    post({ type: 'usage', rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 });
  };
  tell();
  const timer = setInterval(tell, usageEveryMs);
  return () => clearInterval(timer);
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
offerRuntimeLibrary();
void serve();

/** Not by an `await` of the module itself: Node ends the whole process when a thread is ended during such a one. */
async function serve(): Promise<void> {
  const realms = thread
    ? (await import('./thread-realm.ts')).threadRealms
    : (await import('./process-realm.ts')).processRealms;
  if (thread) letLookInside();
  (thread ?? process).on('message', (message: ToHost) => take(message, realms));
  post({ type: 'ready', rssBytes: process.memoryUsage.rss(), heapBytes: heapSize().heapBytes });
}
