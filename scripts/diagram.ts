import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildFunctions } from './lib/build-functions.ts';
import { command } from './lib/command.ts';
import { diagrams } from './lib/diagrams.ts';
import { root } from './lib/repository.ts';

/** npm run diagram: draws the pictures of docs/images/architecture from the stacks as they run here. */
command(
  'npm run diagram\nDraws docs/images/architecture/* from what the templates make, as SVG and as Mermaid.',
);
await buildFunctions(console.log);
for (const { path: file, text } of await diagrams()) {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
  console.log(file);
}
