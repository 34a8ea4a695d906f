import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { parse } from 'yaml';
import { command } from './lib/command.ts';
import { contractFiles, dataSchemaOf, schemaPath } from './lib/contract-files.ts';
import { eventReaders } from './lib/event-readers.ts';
import { openApi } from './lib/open-api.ts';
import { operationTable } from './lib/operation-table.ts';
import { explained, refusedEvents, refusedRoutes } from './lib/refused-changes.ts';
import { root } from './lib/repository.ts';

/**
 * npm run contracts: writes what is derived from packages/contracts, and the sandbox's table of operations. It refuses a change of a committed
 * event that would break its readers, which is a new version beside the old one, and one of a route that would break its callers,
 * unless told that nobody calls it so.
 */
command('npm run contracts [-- --allow <route> …]    where <route> is its id, as in --allow changeHandle');
const { values } = parseArgs({ options: { allow: { type: 'string', multiple: true, default: [] } } });

const committed = (file: string): string | undefined =>
  existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : undefined;

const schemas = {
  committed: (definition: (typeof catalogue)[number]): unknown => {
    const text = committed(schemaPath(definition));
    return text === undefined ? undefined : JSON.parse(text);
  },
  now: dataSchemaOf,
};
const document = committed('docs/openapi.yaml');
const refused = [
  ...refusedEvents(catalogue, schemas, eventReaders()),
  ...(document === undefined
    ? []
    : refusedRoutes(parse(document), JSON.parse(JSON.stringify(openApi())))
  ).filter(({ subject }) => !values.allow.some((id) => subject.endsWith(`(${id})`))),
];
if (refused.length > 0) {
  console.error('Nothing was written: somebody relies on what the committed contract says.\n');
  console.error(refused.map(explained).join('\n\n'));
  process.exit(1);
}

for (const { path: file, text } of [...contractFiles(), operationTable()]) {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}
