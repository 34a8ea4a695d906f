import { parseArgs } from 'node:util';
import { command, misuse } from './lib/command.ts';
import { makeDraft } from './new/draft.ts';
import { finish } from './new/finish.ts';
import { knownService, verbNoun } from './new/names.ts';
import { addRoute } from './new/route.ts';

/**
 * npm run new:route -- <service> <METHOD> <path> <verb-noun>: a route of which everything is there, from the contract to
 * the release's probe, and that answers whom it was asked by and when. What it shall do instead is then written in its use case.
 */
command(`npm run new:route -- <service> <METHOD> <path> <verb-noun> [--summary <sentence>]
For example: npm run new:route -- notifications GET /v1/notifications/unread count-unread`);
const { values, positionals } = parseArgs({
  options: { summary: { type: 'string' } },
  allowPositionals: true,
});
const [service, method = '', path = '', name] = positionals;
const known = knownService(service);
if (!/^(GET|POST|PUT|PATCH|DELETE)$/.test(method)) misuse('Which method? GET, POST, PUT, PATCH or DELETE.');
const form = new RegExp(`^/v1/${known}(/([a-z-]+|\\{[a-zA-Z]+\\}))*$`);
if (!form.test(path)) misuse(`Which path? One below /v1/${known}, such as /v1/${known}/{id}/notes.`);

const draft = makeDraft();
addRoute(draft, { service: known, method, path, name: verbNoun(name), summary: values.summary });
await finish(draft);
