import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from '@shutterbus/contracts/catalogue';
import type { EventDefinition } from '@shutterbus/contracts/event';
import { root } from './repository.ts';

/** A function that reads events of ours. */
export interface EventReader {
  service: string;
  /** Logical id in the service's template. */
  functionName: string;
  definitions: readonly EventDefinition[];
}

/** What tells an event from the other versions of it: the first has the event's own name. */
export const messageName = ({ detailType, version }: EventDefinition): string =>
  version === 1 ? detailType : `${detailType}.v${version}`;

/** @param name as the code has it: of a later version `MediaUploadedV2`. @throws Error when the catalogue does not list it */
export function definitionOf(name: string): EventDefinition {
  const found = catalogue.find((one) => messageName(one).replace('.v', 'V') === name);
  if (!found) throw new Error(`packages/contracts/src/catalogue.ts does not list ${name}`);
  return found;
}

/** The events that a handler names where it reads one; undefined for a handler of something else. */
export function definitionsRead(source: string): EventDefinition[] | undefined {
  const list = /\b(?:consume(?:Queue)?|handOverEvent|parseEvent)\(\s*\[([^\]]*)\]/.exec(source)?.[1];
  if (list === undefined) return undefined;
  const names = list.split(',').map((one) => one.trim());
  return names.filter((name) => name !== '').map(definitionOf);
}

/** Which functions read events of ours, as their handlers say. */
export function eventReaders(): EventReader[] {
  const files = globSync('services/*/src/handlers/*.ts', { cwd: root }).sort();
  return files.flatMap((file) => {
    const definitions = file.endsWith('.test.ts')
      ? undefined
      : definitionsRead(readFileSync(path.join(root, file), 'utf8'));
    const [, service = ''] = file.split(path.sep);
    return definitions ? { service, functionName: logicalId(file), definitions } : [];
  });
}

const logicalId = (file: string): string =>
  path.parse(file).name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
