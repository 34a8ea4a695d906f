import path from 'node:path';
import { readOptions, UsageError, usage } from '@shutterbus/sandbox/options';
import { startSandbox } from '@shutterbus/sandbox/sandbox';
import * as z from 'zod';
import { buildHere } from './build-here.ts';
import { command } from './command.ts';
import { guide } from './guide.ts';
import { hotReload } from './hot-reload.ts';
import { publishWebApp } from './publish-web-app.ts';
import { root, sandboxCache } from './repository.ts';
import { announceSandbox, lastSandbox } from './running-sandbox.ts';
import { bridgeAddress, forgetSamLocal, prepareSamLocal } from './sam-local.ts';

/**
 * npm start: builds what changed, runs template.yaml in the sandbox, puts the web app into its bucket, and says so.
 * The same steps bring the application into an account; there `sam deploy` does the second.
 */
command(`npm start -- [options]\n\n${usage.replace('sandbox unless told', 'shutterbus unless told')}`);
const options = commandLine();
const stateFolder = path.resolve(root, options.stateFolder);
/** What was given of --state, for the commands that are named here. */
const given = options.stateFolder === '.sandbox' ? '' : ` --state ${options.stateFolder}`;
await buildHere(console.log);

console.log('Starting the services and making what the templates name …');
const sandbox = await startSandbox({
  ...options,
  templateFile: path.resolve(root, options.templateFile),
  cacheFolder: sandboxCache,
  ...(options.docker && { bridgeAddress: bridgeAddress() }),
  parameters: ({ webUrl }) => ({ WebOrigin: webUrl, ...options.parameters }),
  report: console.log,
  guide,
  ...(options.timing && { onPhase: (phase, time) => console.log(`  ${phase}: ${Math.round(time)} ms`) }),
}).catch(giveUp);

const endReload = hotReload(sandbox);
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, stop);

const { webUrl, awsUrl, region, credentials } = sandbox;
const published = await publishWebApp(sandbox);
if (published.length > 0) console.log(`The web app is in its bucket: ${published.length} files.`);
await announceSandbox(stateFolder, sandbox);
if (options.docker) await prepareSamLocal(stateFolder, sandbox);
else await forgetSamLocal(stateFolder);

console.log(`
Web app     ${webUrl}
Sandbox     ${webUrl}/_sandbox   (mailbox: ${webUrl}/_sandbox/mailbox)
AWS         ${awsUrl}

For your own tools:
export AWS_ENDPOINT_URL=${awsUrl} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}
export AWS_ACCESS_KEY_ID=${credentials.accessKeyId} AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}
${given && `The npm commands find it by:\nexport SHUTTERBUS_STATE=${stateFolder}\n`}
ready ${webUrl}`);

function commandLine() {
  try {
    return readOptions(['--stack-name', 'shutterbus', ...process.argv.slice(2)]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

/** Errors that the sandbox writes for the reader say what to do; where in the code they arose helps nobody. */
async function giveUp(error: unknown): Promise<never> {
  const { code, name } = error as Error & { code?: string };
  if (code === 'state-in-use' || code === 'port-in-use') {
    const running = await answering();
    if (running)
      console.error(
        `${running.stack} already runs: ${running.endpoints.web}   (AWS: ${running.endpoints.aws})`,
      );
  }
  const forTheReader = error instanceof Error && (code !== undefined || name === 'TemplateError');
  console.error(forTheReader ? error.message : error);
  if (forTheReader && error.message.includes('--fresh')) console.error(`npm start --${given} --fresh`);
  process.exit(1);
}

/** What runs on this state folder, or at this port; nothing when it is something else. */
async function answering() {
  const health = z.object({ stack: z.string(), endpoints: z.object({ web: z.string(), aws: z.string() }) });
  const last = await lastSandbox(stateFolder);
  for (const webUrl of [last?.webUrl, `http://localhost:${options.port}`]) {
    const said = await fetch(`${webUrl}/_sandbox/health`)
      .then((answer) => answer.json())
      .catch(() => undefined);
    const running = health.safeParse(said);
    if (running.success) return running.data;
  }
  return undefined;
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  console.log('\nStopping …');
  endReload();
  await sandbox.stop();
  console.log(`The state is kept in ${stateFolder}: npm start${given && ` --${given}`} goes on with it.`);
  process.exit(0);
}
