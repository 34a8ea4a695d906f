import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { findEngine } from './engine-binary.ts';

const manifest = z
  .object({ optionalDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../package.json'), 'utf8')));

describe('findEngine', () => {
  it('takes the same version by npx on a platform without a package of its own', () => {
    const { args } = findEngine(import.meta.filename, 'sunos-x64');
    const engines = Object.entries(manifest.optionalDependencies).filter(([name]) =>
      name.startsWith('@dynoxide/'),
    );
    expect(new Set(engines.map(([, version]) => `dynoxide@${version}`))).toEqual(new Set(args.slice(-1)));
  });
});
