import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { diagrams } from '../../scripts/lib/diagrams.ts';
import { root } from '../../scripts/lib/repository.ts';

describe('npm run diagram', () => {
  it('has drawn the stacks as they run now: run it again when this fails', async () => {
    for (const { path: file, text } of await diagrams())
      expect({ file, text: await readFile(path.join(root, file), 'utf8') }).toEqual({ file, text });
  });
});
