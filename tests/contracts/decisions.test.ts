import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/repository.ts';

const folder = path.join(root, 'docs/decisions');
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

describe('docs/decisions/README.md', () => {
  it('lists each record once, in the order of numbers, with its title and status', () => {
    const rows = globSync('0*.md', { cwd: folder })
      .sort()
      .map((file) => {
        const [, number, title] = /^# (\d{4}) · (.+)$/m.exec(read(file)) ?? [];
        const [, status = '', newer] = /^Status: (accepted|superseded by \[?(\d{4}))/m.exec(read(file)) ?? [];
        return `| [${number}](${file}) | ${title} | ${newer === undefined ? status : `superseded by ${newer}`} |`;
      });
    expect(read('README.md').match(/^\| \[.+$/gm)).toEqual(rows);
  });
});
