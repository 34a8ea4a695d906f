import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { parseEvent } from '@shutterbus/contracts/event';
import { contractFiles, sampleOf } from '../../scripts/lib/contract-files.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('the files derived from the contracts', () => {
  it.each(contractFiles().map((file) => [file.path, file.text]))(
    '%s says what the code says',
    (file, text) => {
      const committed = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
      expect({ file, upToDate: committed === text, repair: 'npm run contracts' }).toEqual({
        file,
        upToDate: true,
        repair: 'npm run contracts',
      });
    },
  );

  it.each(['schemas', 'samples'])('has no %s of an event that is not in the catalogue', (folder) => {
    const committed = readdirSync(path.join(root, 'packages/contracts', folder));
    const expected = contractFiles().flatMap(({ path: file }) =>
      file.includes(`/${folder}/`) ? path.basename(file) : [],
    );
    // A schema of an earlier version stays as long as somebody may still send it.
    const known = committed.filter((file) =>
      catalogue.some(({ detailType }) => file.startsWith(`${detailType}.`)),
    );
    expect(known.sort()).toEqual(committed.sort());
    expect(committed).toEqual(expect.arrayContaining(expected));
  });
});

describe('the catalogue', () => {
  it.each(catalogue.map((definition) => [definition.detailType, definition] as const))(
    'has an example of %s that its reader reads',
    (_, definition) => {
      expect(parseEvent([definition], sampleOf(definition)).detail.data).toEqual(definition.example);
    },
  );

  it('names each event once per version, in past tense PascalCase, from a known service', () => {
    const names = catalogue.map(({ detailType, version }) => `${detailType} ${version}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { detailType, source } of catalogue) {
      expect(detailType).toMatch(/^([A-Z][a-z]+)+(ed|Sent|Left)$/);
      expect(source).toMatch(/^shutterbus\.(users|media|thumbnails|notifications)$/);
    }
  });
});
