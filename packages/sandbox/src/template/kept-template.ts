import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { writeWhole } from '../core/write-whole.ts';
import { displayPath } from './display-path.ts';
import { readTemplateFile, type Warn } from './read-template.ts';
import type { Mapping } from './value.ts';

interface Kept {
  /** Of everything that the reading depends on. */
  digest: string;
  template: Mapping;
  warnings: string[];
}

/**
 * Reads a template as {@link readTemplateFile} does, and keeps what was read in a folder: YAML of a thousand lines takes a
 * tenth of a second, at every start. What is kept holds for these very bytes and this very reader, so that a change of
 * either is seen; what cannot be read is not kept.
 */
export function readKeptTemplate(file: string, folder: string, warn: Warn): Mapping {
  const keptFile = path.join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.v8`);
  const digest = digestOf(file);
  const kept = digest === undefined ? undefined : readKept(keptFile);
  if (kept && kept.digest === digest) {
    for (const warning of kept.warnings) warn(warning);
    return kept.template;
  }
  const warnings: string[] = [];
  const template = readTemplateFile(file, (sentence) => {
    warnings.push(sentence);
    warn(sentence);
  });
  if (digest !== undefined) {
    try {
      writeWhole(keptFile, serialize({ digest, template, warnings } satisfies Kept));
    } catch {
      // A folder that cannot be written costs time and no more.
    }
  }
  return template;
}

/** @returns undefined when there is no such file */
function digestOf(file: string): string | undefined {
  const hash = createHash('sha256').update(displayPath(file)).update(readerDigest());
  try {
    return hash.update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
}

let reader: string | undefined;

/** Of the reader's own sources, and of the library that it reads YAML with: its folder's name holds its version. */
function readerDigest(): string {
  if (reader !== undefined) return reader;
  const hash = createHash('sha256')
    .update(createRequire(import.meta.filename).resolve('yaml'))
    .update(process.version);
  for (const name of readdirSync(import.meta.dirname).sort()) {
    if (name.endsWith('.ts')) hash.update(readFileSync(path.join(import.meta.dirname, name)));
  }
  reader = hash.digest('hex');
  return reader;
}

function readKept(file: string): Kept | undefined {
  try {
    return deserialize(readFileSync(file)) as Kept;
  } catch {
    return undefined;
  }
}
