import { parseArgs } from 'node:util';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { command, misuse } from './lib/command.ts';
import { addConsumer } from './new/consumer.ts';
import { makeDraft } from './new/draft.ts';
import { finish } from './new/finish.ts';
import { kebabCase, knownService, verbNoun } from './new/names.ts';

/**
 * npm run new:consumer -- <service> <Event> <verb-noun>: a consumer of which everything is there, from the rule to the
 * release's probe, and that says in the log that the event came. What it shall do instead is then written in its use case.
 */
command(`npm run new:consumer -- <service> <Event> <verb-noun> [--handler on-<event>]
For example: npm run new:consumer -- media UserFollowed count-follow
Events: ${[...new Set(catalogue.map(({ detailType }) => detailType))].join(', ')}`);
const { values, positionals } = parseArgs({
  options: { handler: { type: 'string' } },
  allowPositionals: true,
});
const [service, event, name] = positionals;
const definitions = catalogue.filter(({ detailType }) => detailType === event);
if (definitions.length === 0) misuse(event === undefined ? 'Which event?' : `There is no event ${event}.`);
const handler = values.handler ?? `on-${kebabCase(event ?? '')}`;
if (!/^on(-[a-z]+)+$/.test(handler)) misuse('--handler takes a name such as on-own-media-deleted.');

const draft = makeDraft();
addConsumer(draft, { service: knownService(service), definitions, name: verbNoun(name), handler });
await finish(draft);
