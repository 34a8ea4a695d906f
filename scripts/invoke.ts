import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { command, misuse, parseJson } from './lib/command.ts';
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

const client = new LambdaClient(await sandboxSettings());
const { DurableConfig } = await client.send(
  new GetFunctionConfigurationCommand({ FunctionName: functionName }),
);
if (DurableConfig) {
  const FunctionName = `${functionName}:live`;
  const { DurableExecutionArn } = await client.send(
    new InvokeCommand({ FunctionName, Payload: event, InvocationType: 'Event' }),
  );
  console.log(JSON.stringify({ execution: DurableExecutionArn }, null, 2));
  process.exit();
}
const answer = await client.send(
  new InvokeCommand({
    FunctionName: functionName,
    Payload: event,
    LogType: 'Tail',
  }),
);
if (answer.LogResult) console.error(Buffer.from(answer.LogResult, 'base64').toString('utf8').trimEnd());
const payload = Buffer.from(answer.Payload ?? '').toString('utf8');
console.log(payload === '' ? '(no answer)' : JSON.stringify(JSON.parse(payload), null, 2));
process.exitCode = answer.FunctionError ? 1 : 0;
