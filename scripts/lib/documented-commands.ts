import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './repository.ts';

/** A block of commands in a document: fenced as `sh`, and behind that what the reader is promised. */
export interface CommandBlock {
  commands: string;
  /** `fails`, `shows <pattern>`, `eventually shows <pattern>`, or what the commands need, such as `with aws`. */
  promise: string;
}

/** The blocks of a document that a test runs, in their order. */
export function commandBlocks(document: string): CommandBlock[] {
  const text = readFileSync(path.join(root, document), 'utf8');
  return [...text.matchAll(/^```sh ?(.*)\n([\s\S]*?)^```$/gm)].map(([, promise = '', commands = '']) => ({
    commands: commands.trim(),
    promise,
  }));
}

/** In a text the app is at its default addresses; a test's is at others, and so is its state. */
export function commandsFor(
  app: { webUrl: string; awsUrl: string; stateFolder: string },
  commands: string,
): string {
  return commands
    .replaceAll('http://localhost:3000', app.webUrl)
    .replaceAll('http://127.0.0.1:4566', app.awsUrl)
    .replaceAll('.sandbox/', `${app.stateFolder}/`);
}
