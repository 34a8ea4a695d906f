import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readKeptTemplate } from './kept-template.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'template-'));
  file = path.join(folder, 'template.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const keptIn = (): string => path.join(folder, 'kept');
function read(): { template: unknown; warnings: string[] } {
  const warnings: string[] = [];
  return { template: readKeptTemplate(file, keptIn(), (warning) => warnings.push(warning)), warnings };
}

/** Changes what is kept of the template, so that it can be told from what stands in the file. */
function mark(change: (kept: { digest: string; template: unknown }) => void): void {
  const [name = ''] = readdirSync(keptIn());
  const place = path.join(keptIn(), name);
  const kept = deserialize(readFileSync(place)) as { digest: string; template: unknown };
  change(kept);
  writeFileSync(place, serialize(kept));
}

describe('readKeptTemplate', () => {
  it('takes what an earlier start read, as long as the template is the same', () => {
    writeFileSync(file, 'Resources: {}\n');
    expect(read().template).toEqual({ Resources: {} });
    mark((kept) => {
      kept.template = { Resources: 'kept' };
    });
    expect(read().template).toEqual({ Resources: 'kept' });
    writeFileSync(file, 'Resources: {}\nOutputs: {}\n');
    expect(read().template).toEqual({ Resources: {}, Outputs: {} });
    expect(readdirSync(keptIn())).toHaveLength(1);
  });

  it('reads anew what another reader has read, and what was written by halves', () => {
    writeFileSync(file, 'Resources: {}\n');
    read();
    mark((kept) => {
      Object.assign(kept, { digest: 'of another reader', template: {} });
    });
    expect(read().template).toEqual({ Resources: {} });
    const [name = ''] = readdirSync(keptIn());
    writeFileSync(path.join(keptIn(), name), 'half');
    expect(read().template).toEqual({ Resources: {} });
  });

  it('says again what there was to say', () => {
    writeFileSync(file, 'Resources: {}\nMappings: {}\nMappings: {}\n');
    const first = read().warnings;
    expect(first).not.toEqual([]);
    expect(read().warnings).toEqual(first);
  });

  it('keeps nothing of what cannot be read, nor fails where nothing can be kept', () => {
    writeFileSync(file, 'Resources: [');
    expect(read).toThrow('template.yaml');
    expect(read).toThrow('template.yaml');
    writeFileSync(file, 'Resources: {}\n');
    writeFileSync(keptIn(), 'no folder');
    expect(read().template).toEqual({ Resources: {} });
  });

  it('names a file that is not there', () => {
    expect(read).toThrow('there is no such template file');
  });
});
