import { CommandError } from '../lib/command.ts';
import type { Service } from '../lib/repository.ts';
import { addImport, type Draft, insertLine } from './draft.ts';
import { pascalCase } from './names.ts';

/** Columns of a line in a template (biome.json). */
export const yamlWidth = 160;

/** A function of a service, for the places that every function has. */
export interface NewFunction {
  service: Service;
  /** Logical id. */
  id: string;
  /** Its file in src/handlers and in events, without the ending. */
  handler: string;
  /** YAML of its resource, without an empty line at its end. */
  resource: string;
  /** Word in the template that tells functions that are called alike, for the place of this one: behind the last of them. */
  calledBy: 'HttpApi' | 'EventBridgeRule';
  /** Right side of its row in the table of the release's hook, and what that imports. */
  probe: string;
  probeImports: [name: string, module: string][];
  /** Its input as JSON, and what one sees in the answer. */
  event: unknown;
  seen: string;
}

/** Template, release hook and input: what a function needs whoever calls it. */
export function addFunction(draft: Draft, fn: NewFunction): void {
  const { service, id, handler } = fn;
  const hook = `services/${service}/src/handlers/check-${service}-release.ts`;
  const relay = `Relay${pascalCase(service)}`;
  draft.edit(`services/${service}/template.yaml`, (text) => withResource(text, fn));
  draft.edit(hook, (text) => {
    const row = `  ${id}: ${fn.probe},`;
    const tabled = insertLine(text, row, { before: new RegExp(`^ {2}${relay}:`) }, `${relay} in ${hook}`);
    return fn.probeImports.reduce((all, [name, module]) => addImport(all, name, module), tabled);
  });
  draft.create(`events/${service}/${handler}.json`, `${JSON.stringify(fn.event, null, 2)}\n`);
  draft.edit('events/README.md', (text) =>
    insertLine(
      text,
      `| ${id} | ${service}/${handler}.json | ${fn.seen} |`,
      { before: new RegExp(`^\\| ${relay} `) },
      `${relay} in events/README.md`,
    ),
  );
}

/** The template with the resource behind the last one that is called alike, or at the end of the resources' first part. */
function withResource(text: string, { resource, calledBy, id }: NewFunction): string {
  const resources = text.indexOf('\nResources:\n') + 1;
  const starts = [...text.slice(resources).matchAll(/^ {2}\w+:$/gm)].map(({ index }) => resources + index);
  const blocks = starts.map((start, index) => ({ start, text: text.slice(start, starts[index + 1]) }));
  const of = (caller: string) =>
    blocks.findLast(
      (one) =>
        one.text.includes('Type: AWS::Serverless::Function') &&
        new RegExp(`Type: ${caller}\\b`).test(one.text),
    );
  const last = of(calledBy) ?? of('HttpApi');
  if (!last) throw new CommandError(`The template has no function to put ${id} behind.`);
  // What stands above the next resource belongs to that one: the block ends at its first empty line.
  const end = last.start + (/\n\n/.exec(last.text)?.index ?? last.text.trimEnd().length);
  return `${text.slice(0, end)}\n\n${resource}${text.slice(end)}`;
}
