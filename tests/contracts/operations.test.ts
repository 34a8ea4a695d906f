import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { operationRows, operationTable } from '../../scripts/lib/operation-table.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('the table of the operations that the sandbox answers', () => {
  it('says what the edges say', () => {
    const { path: file, text } = operationTable();
    const committed = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
    expect({ file, upToDate: committed === text, repair: 'npm run contracts' }).toEqual({
      file,
      upToDate: true,
      repair: 'npm run contracts',
    });
  });

  it('has a test for each operation', () => {
    const untested = operationRows().filter(({ test }) => test === undefined);
    expect(untested.map(({ service, operation }) => `${service} ${operation}`)).toEqual([]);
  });
});
