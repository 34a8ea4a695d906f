import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { readOptions, UsageError } from '@shutterbus/sandbox/options';
import { startSandbox } from '@shutterbus/sandbox/sandbox';
import { buildFunctions } from './lib/build-functions.ts';
import { buildWeb } from './lib/build-web.ts';
import { removeForeignLibraries } from './lib/native-libraries.ts';
import { root } from './lib/repository.ts';
import { announceSandbox } from './lib/running-sandbox.ts';
import { bridgeAddress, forgetSamLocal, prepareSamLocal } from './lib/sam-local.ts';
import { publishSite, siteOutputs } from './release/publish-site.ts';

/**
 * npm start: builds what changed, runs template.yaml in the sandbox, puts the web app into its bucket, and says so.
 * The same steps bring the application into an account; there `sam deploy` does the second.
 */
const options = commandLine();
await Promise.all([buildFunctions(), buildWeb()]);
if (await removeForeignLibraries())
  console.log('dist/ held sharp for another machine. Run npm run build again before the next sam build.');

const sandbox = await startSandbox({
  ...options,
  templateFile: path.resolve(root, options.templateFile),
  ...(options.docker && { bridgeAddress: bridgeAddress() }),
  parameters: ({ webUrl }) => ({ WebOrigin: webUrl, ...options.parameters }),
  report: console.log,
  ...(options.timing && { onPhase: (phase, time) => console.log(`  ${phase}: ${Math.round(time)} ms`) }),
}).catch(giveUp);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, stop);

const { webUrl, awsUrl, region, credentials, outputs } = sandbox;
const client = new S3Client({ endpoint: awsUrl, region, credentials });
await publishSite(client, region, siteOutputs.parse(outputs));
const stateFolder = path.resolve(root, options.stateFolder);
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

ready ${webUrl}`);

function commandLine() {
  try {
    return readOptions(['--stack-name', 'shutterbus', ...process.argv.slice(2)]);
  } catch (error) {
    if (error instanceof UsageError) return giveUp(error);
    throw error;
  }
}

/** Errors that the sandbox writes for the reader say what to do; where in the code they arose helps nobody. */
function giveUp(error: unknown): never {
  const forTheReader = error instanceof Error && ('code' in error || error.name === 'TemplateError');
  console.error(forTheReader ? error.message : error);
  process.exit(1);
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await sandbox.stop();
  process.exit(0);
}
