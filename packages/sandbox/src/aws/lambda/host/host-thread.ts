/** The entry of a host thread, which holds many function environments and runs their invocations side by side. */
import { parentPort } from 'node:worker_threads';
import { currentEnvironment, type Environment, makeEnvironment } from './environment.ts';
import { RuntimeError } from './error-document.ts';
import type { FromHost, ToHost } from './messages.ts';

const port = parentPort;
if (!port) throw new Error('a host runs as a worker thread only');
const post = (message: FromHost): void => port.postMessage(message);
const environments = new Map<number, Environment>();

port.on('message', (message: ToHost) => {
  switch (message.type) {
    case 'create':
      environments.set(message.spec.environment, makeEnvironment(message.spec, post));
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
});

/** What belongs to no environment is a fault of the host itself, and ends the thread. */
function stray(error: unknown, heading: string): void {
  const environment = currentEnvironment();
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
