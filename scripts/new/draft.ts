import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from '../lib/command.ts';
import { root } from '../lib/repository.ts';

/** Changes of the repository that are written all at once, when none of them was refused. */
export interface Draft {
  /** A file as it would be. */
  read(file: string): string;
  /** @throws CommandError when it is there already */
  create(file: string, text: string): void;
  edit(file: string, change: (text: string) => string): void;
  /** @returns the files, in the order in which they were named */
  save(): Promise<string[]>;
}

export function makeDraft(): Draft {
  const texts = new Map<string, string>();
  const read = (file: string): string => texts.get(file) ?? readFileSync(path.join(root, file), 'utf8');
  return {
    read,
    create(file, text) {
      if (existsSync(path.join(root, file))) throw new CommandError(`${file} is there already.`);
      texts.set(file, text);
    },
    edit(file, change) {
      const before = read(file);
      const after = change(before);
      if (after !== before) texts.set(file, after);
    },
    async save() {
      for (const [file, text] of texts) {
        await mkdir(path.dirname(path.join(root, file)), { recursive: true });
        await writeFile(path.join(root, file), text);
      }
      return [...texts.keys()];
    },
  };
}

/** Puts a line before the first, or behind the last, one that matches. @param where the place, for whoever has to put it there by hand */
export function insertLine(
  text: string,
  line: string,
  { before, after }: { before?: RegExp; after?: RegExp },
  where: string,
): string {
  const lines = text.split('\n');
  const index = before
    ? lines.findIndex((one) => before.test(one))
    : lines.findLastIndex((one) => after?.test(one)) + 1;
  if (index < (before ? 0 : 1)) throw new CommandError(`There is no ${where}.`);
  return lines.toSpliced(index, 0, line).join('\n');
}

/** Imports a name from a module that the file may import from already. */
export function addImport(text: string, name: string, module: string): string {
  const escaped = module.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const known = new RegExp(`import \\{([^}]*)\\} from '${escaped}';`).exec(text);
  if (!known) return `import { ${name} } from '${module}';\n${text}`;
  const names = (known[1] ?? '').split(',').flatMap((one) => one.trim() || []);
  const all = [...new Set([...names, name])].join(', ');
  return text.replace(known[0], `import { ${all} } from '${module}';`);
}
