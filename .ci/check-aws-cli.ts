import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { commandBlocks, commandsFor } from '../scripts/lib/documented-commands.ts';
import { root } from '../scripts/lib/repository.ts';

/**
 * Starts the app and holds the real AWS CLI against it: .ci/aws-cli-check, with the addresses and credentials of this app,
 * and what README.md says to type, by each version of the CLI that is named (they read a payload differently).
 */
const { values } = parseArgs({
  options: {
    aws: { type: 'string', default: 'aws' },
    readme: { type: 'string', multiple: true, default: [] },
  },
});

const app = await startApp();
const folder = mkdtempSync(path.join(tmpdir(), 'aws-cli-'));
try {
  const { credentials, region } = developer(app);
  const env = {
    ...process.env,
    AWS_CLI: values.aws,
    AWS_ENDPOINT_URL: app.awsUrl,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    WEB_URL: app.webUrl,
  };
  const check = (command: string, args: string[], more: NodeJS.ProcessEnv = {}): void => {
    const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...env, ...more } });
    if (status !== 0) process.exitCode = 1;
  };
  check(path.join(root, '.ci/aws-cli-check'), []);
  const documented = commandBlocks('README.md').filter(({ promise }) => promise === 'with aws');
  if (documented.length === 0) throw new Error('README.md has no commands for the AWS CLI');
  // The addresses and keys stand in the text as npm start prints them; here they are in the environment.
  const script = documented.map(({ commands }) => commands.replaceAll(/^export .*$/gm, '')).join('\n');
  for (const cli of values.readme) {
    // Versions before 2.13 do not know AWS_ENDPOINT_URL.
    writeFileSync(
      path.join(folder, 'aws'),
      `#!/bin/sh\nexec '${cli}' --endpoint-url "$AWS_ENDPOINT_URL" "$@"\n`,
    );
    chmodSync(path.join(folder, 'aws'), 0o755);
    console.log(`README.md by ${spawnSync(cli, ['--version'], { encoding: 'utf8' }).stdout.split(' ')[0]}`);
    check('bash', ['-euxo', 'pipefail', '-c', commandsFor(app, script)], {
      PATH: `${folder}${path.delimiter}${process.env.PATH}`,
      SHUTTERBUS_STATE: app.stateFolder,
      AWS_PAGER: '',
    });
  }
} finally {
  rmSync(folder, { recursive: true });
  await app.dispose();
}
