import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { root } from '../scripts/lib/repository.ts';

/** Starts the app and holds the real AWS CLI against it: .ci/aws-cli-check, with the addresses and credentials of this app. */
const { values } = parseArgs({ options: { aws: { type: 'string', default: 'aws' } } });

const app = await startApp();
try {
  const { credentials, region } = developer(app);
  const { status } = spawnSync(path.join(root, '.ci/aws-cli-check'), {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      AWS_CLI: values.aws,
      AWS_ENDPOINT_URL: app.awsUrl,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      WEB_URL: app.webUrl,
    },
  });
  process.exitCode = status ?? 1;
} finally {
  await app.dispose();
}
