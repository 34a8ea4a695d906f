import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Sandbox, startSandbox } from '@shutterbus/sandbox/sandbox';
import { buildHere } from './build-here.ts';
import { publishWebApp } from './publish-web-app.ts';
import { root, sandboxCache } from './repository.ts';

export interface OwnApplication {
  sandbox: Sandbox;
  /** Stops it and drops its state. */
  end(): Promise<void>;
}

/** The application's stacks, made on free ports and with a state that goes with them. The functions have to be built. */
export async function startOwnStacks(): Promise<OwnApplication> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-own-'));
  const drop = (): Promise<void> =>
    rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  try {
    const sandbox = await startSandbox({
      ...{ templateFile: path.join(root, 'template.yaml'), stackName: 'shutterbus' },
      ...{ stateFolder: path.join(folder, '.sandbox'), cacheFolder: sandboxCache, port: 0, awsPort: 0 },
      parameters: ({ webUrl }) => ({ WebOrigin: webUrl }),
    });
    return {
      sandbox,
      async end() {
        await sandbox.stop();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** The whole application, built and with its web app, as `npm start` runs it. */
export async function startOwnApplication(): Promise<OwnApplication> {
  await buildHere(console.error);
  const own = await startOwnStacks();
  await publishWebApp(own.sandbox);
  return own;
}
