import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { sandboxSettings } from './lib/running-sandbox.ts';

/**
 * npm run invoke -- <LogicalId> -e events/<service>/<file>.json: runs one function of the running sandbox, with its
 * own role, variables and tables, and shows its answer and its log. What `sam local invoke` does, without Docker.
 */
const { values, positionals } = parseArgs({
  options: { event: { type: 'string', short: 'e' } },
  allowPositionals: true,
});
const [functionName] = positionals;
if (!functionName || !values.event) {
  console.error('Usage: npm run invoke -- <LogicalId> -e events/<service>/<file>.json');
  console.error('The table in events/README.md says which file suits which function.');
  process.exit(2);
}

const client = new LambdaClient(await sandboxSettings());
const answer = await client.send(
  new InvokeCommand({
    FunctionName: functionName,
    Payload: await readFile(values.event),
    LogType: 'Tail',
  }),
);
if (answer.LogResult) console.error(Buffer.from(answer.LogResult, 'base64').toString('utf8').trimEnd());
const payload = Buffer.from(answer.Payload ?? '').toString('utf8');
console.log(payload === '' ? '(no answer)' : JSON.stringify(JSON.parse(payload), null, 2));
process.exitCode = answer.FunctionError ? 1 : 0;
