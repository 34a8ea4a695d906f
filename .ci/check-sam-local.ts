import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { missingIn, readEventTable } from '../scripts/lib/event-table.ts';
import { root } from '../scripts/lib/repository.ts';

/**
 * Runs each row of the table in events/README.md through `sam local invoke`, in its order, against a sandbox on fresh
 * state, but for durable functions, for which the CLI would fetch an emulator's image. Needs a Docker engine with Lambda's image, and `sam build`; .ci/sam-local brings both.
 */
const { values } = parseArgs({
  options: { sam: { type: 'string', default: 'sam' }, arch: { type: 'string', default: 'x86_64' } },
});
const rows = readEventTable().filter(({ durable }) => !durable);
const app = await startApp(undefined, ['--docker']);
const { credentials, region } = developer(app);

let wrong = 0;
try {
  for (const row of rows) {
    const startedAt = performance.now();
    const { answer, log } = await invoke(row.functionName, row.event);
    const missing = missingIn(answer, row);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${missing.length === 0 ? '✓' : '✗'} ${row.functionName} (${seconds} s)`);
    if (missing.length === 0) continue;
    wrong += 1;
    console.log(
      `  its answer does not show ${missing.join(', ')}, as events/README.md says:\n${answer}\n${log}`,
    );
  }
} finally {
  await app.dispose();
}
console.log(
  `sam local invoke: ${rows.length - wrong} of ${rows.length} functions answered as the table says`,
);
process.exitCode = wrong === 0 ? 0 : 1;

/** @returns the last line of the output, which is the function's answer, and everything else that was printed */
async function invoke(functionName: string, event: string): Promise<{ answer: string; log: string }> {
  const args = ['local', 'invoke', functionName, '-e', event, '--skip-pull-image'];
  args.push('--env-vars', path.join(app.stateFolder, 'sam-local.env.json'));
  args.push('--parameter-overrides', `Architecture=${values.arch}`);
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
  };
  const child = spawn(values.sam, args, { cwd: root, env });
  let [answer, log] = ['', ''];
  child.stdout.on('data', (chunk) => (answer += chunk));
  child.stderr.on('data', (chunk) => (log += chunk));
  await new Promise((resolve) => child.once('close', resolve));
  return { answer: answer.trim().split('\n').at(-1) ?? '', log };
}
