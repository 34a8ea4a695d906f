import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import { withGlobals } from '@shutterbus/sandbox/template/sam/globals';
import { isMapping, type Mapping, type Value } from '@shutterbus/sandbox/template/value';
import { root } from '../../scripts/lib/repository.ts';

/** The headings of docs/operations.md, as a link names them. */
export const operationsAnchors: readonly string[] = readFileSync(
  path.join(root, 'docs/operations.md'),
  'utf8',
)
  .split('\n')
  .flatMap((line) => /^#{2,4} (.+)$/.exec(line)?.[1] ?? [])
  .map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

/** DeploymentPreference of each function of a service's template. */
export function preferencesOf(service: string): Map<string, Mapping> {
  const { Resources, Globals } = readTemplateFile(path.join(root, `services/${service}/template.yaml`));
  return new Map(
    mappingsOf(Resources).flatMap(([id, { Type, Properties }]) => {
      const own = isMapping(Properties) ? Properties : {};
      const preference = withGlobals(
        String(Type),
        own,
        isMapping(Globals) ? Globals : {},
      ).DeploymentPreference;
      return isMapping(preference) ? [[id, preference] as const] : [];
    }),
  );
}

const mappingsOf = (value: Value | undefined): [string, Mapping][] =>
  Object.entries(isMapping(value) ? value : {}).flatMap(([id, one]) => (isMapping(one) ? [[id, one]] : []));
