import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildWeb } from './lib/build-web.ts';
import { command, misuse } from './lib/command.ts';
import { root } from './lib/repository.ts';
import { serveMock } from './mock/serve.ts';

/** npm run mock: the API as docs/openapi.yaml has it, without the app, for who works on a front end. */
command(`npm run mock -- [--port <port>] [--web]
--port   where it listens, on this machine only; 3100 unless given
--web    builds the web app and serves it at the same address; whoever signs in is let in as Anna of the examples`);
const { values } = parseArgs({
  options: { port: { type: 'string', default: '3100' }, web: { type: 'boolean', default: false } },
});
const port = Number(values.port);
if (!/^\d{1,5}$/.test(values.port) || port > 65_535) misuse('--port takes a number from 0 to 65535.');
if (values.web) await buildWeb(console.log);
const { url } = await serveMock({ port, ...(values.web && { web: path.join(root, 'packages/web/dist') }) });
console.log(`Every route of docs/openapi.yaml answers with its example: ${url}/v1/media`);
console.log(
  'A request with the header "Prefer: code=404" gets that refusal; a route for people takes any token.',
);
if (values.web) console.log(`The web app: ${url}`);
