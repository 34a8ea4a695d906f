import { CommandError, misuse } from '../lib/command.ts';
import { type Service, services } from '../lib/repository.ts';
import type { Draft } from './draft.ts';

export const camelCase = (kebab: string): string =>
  kebab.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
export const pascalCase = (kebab: string): string => camelCase(`-${kebab}`);
/** `MediaDeleted` → `media-deleted` */
export const kebabCase = (pascal: string): string =>
  pascal.replaceAll(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
/** `count-unread` → `Count unread` */
export const sentence = (kebab: string): string =>
  kebab.charAt(0).toUpperCase() + kebab.slice(1).replaceAll('-', ' ');

export function knownService(name: string | undefined): Service {
  return services.find((one) => one === name) ?? misuse(`Which service? One of ${services.join(', ')}.`);
}

export function verbNoun(name: string | undefined): string {
  if (name && /^[a-z]+(-[a-z]+)+$/.test(name)) return name;
  return misuse('What does it do? A verb and a noun in lower case, such as count-unread.');
}

/** `sam local invoke` finds a function by its logical id, so no two services may have the same. */
export function refuseTakenId(draft: Draft, id: string, instead: string): void {
  for (const service of services)
    if (new RegExp(`^ {2}${id}:$`, 'm').test(draft.read(`services/${service}/template.yaml`)))
      throw new CommandError(`The ${service} service has a function ${id} already. ${instead}`);
}
