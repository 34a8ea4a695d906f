import path from 'node:path';

/** A file as a reader of the terminal wants it: from the working directory, or whole when it lies elsewhere. */
export function displayPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
