import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { command, misuse, parseJson } from './lib/command.ts';
import { invokeFunction } from './lib/invoke-function.ts';
import { sandboxSettings } from './lib/running-sandbox.ts';

/**
 * npm run invoke -- <LogicalId> -e events/<service>/<file>.json: runs one function of the running sandbox, with its
 * own role, variables and tables, and shows its answer and its log. What `sam local invoke` does, without Docker. Of a durable
 * function it starts an execution, and shows its ARN.
 */
command(`npm run invoke -- <LogicalId> -e events/<service>/<file>.json
The table in events/README.md says which file suits which function.`);
const { values, positionals } = parseArgs({
  options: { event: { type: 'string', short: 'e' } },
  allowPositionals: true,
});
const [functionName] = positionals;
if (!functionName) misuse('Which function? Name it as its template does.');
if (!values.event) misuse('With which event? Name a file by -e.');
const event = await readFile(values.event, 'utf8');
parseJson(event, values.event);

const { answer, log, failed } = await invokeFunction(
  new LambdaClient(await sandboxSettings()),
  functionName,
  event,
);
if (log !== '') console.error(log);
console.log(answer);
process.exitCode = failed ? 1 : 0;
