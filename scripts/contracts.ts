import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { breakingChanges } from '@shutterbus/contracts/compatibility';
import { contractFiles, dataSchemaOf, schemaPath } from './lib/contract-files.ts';
import { operationTable } from './lib/operation-table.ts';
import { root } from './lib/repository.ts';

/**
 * npm run contracts: writes what is derived from packages/contracts, and the sandbox's table of operations. It refuses to change the committed schema of a
 * version in a way that would break its readers; such a change is a new version beside the old one.
 */
const breaks: string[] = [];
for (const definition of catalogue) {
  const file = path.join(root, schemaPath(definition));
  if (!existsSync(file)) continue;
  const committed: unknown = JSON.parse(await readFile(file, 'utf8'));
  const { detailType, version } = definition;
  for (const change of breakingChanges(committed, dataSchemaOf(definition))) {
    breaks.push(`${detailType} version ${version}: ${change}`);
  }
}
if (breaks.length > 0) {
  console.error('These changes would break readers. Define the event again with the next version instead:');
  for (const line of breaks) console.error(`  ${line}`);
  process.exit(1);
}

for (const { path: file, text } of [...contractFiles(), operationTable()]) {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}
