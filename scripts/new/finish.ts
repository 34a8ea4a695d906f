import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { CommandError } from '../lib/command.ts';
import { root } from '../lib/repository.ts';
import type { Draft } from './draft.ts';

/** Writes the draft, formats it, derives what is derived from the contracts, and says which files there are to go on with. */
export async function finish(draft: Draft): Promise<void> {
  const files = await draft.save();
  const formatted = files.filter((file) => /\.(ts|json|yaml)$/.test(file));
  run(path.join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', ...formatted);
  run(path.join(root, 'scripts/contracts.ts'));
  for (const file of files) console.log(file);
  console.log(
    '\nnpm run diagram draws it. It does nothing of its own yet: write that in the use case, with its test.',
  );
}

function run(script: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new CommandError(`${path.basename(script)} failed:\n${stdout}${stderr}`);
}
