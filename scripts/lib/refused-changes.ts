import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { breakingChanges, schemaChanges } from '@shutterbus/contracts/compatibility';
import type { EventDefinition } from '@shutterbus/contracts/event';
import * as z from 'zod';
import type { EventReader } from './event-readers.ts';
import { root } from './repository.ts';

/** A change that the committed contract does not take: what it is of, what changed, whom it meets, and what to do instead. */
export interface RefusedChange {
  subject: string;
  changes: string[];
  meets: string;
  instead: string;
}

/** Lines for whoever made the change. */
export const explained = ({ subject, changes, meets, instead }: RefusedChange): string =>
  [subject, ...changes.map((change) => `  - ${change}`), `  Meets: ${meets}`, `  Instead: ${instead}`].join(
    '\n',
  );

/**
 * Changes of events that would break who reads them, or keep them from reading what was said before.
 * @param committed JSON Schema of a definition's data as it was; undefined for a new one
 */
export function refusedEvents(
  catalogue: readonly EventDefinition[],
  schemas: {
    committed: (definition: EventDefinition) => unknown;
    now: (definition: EventDefinition) => unknown;
  },
  readers: readonly EventReader[],
): RefusedChange[] {
  return catalogue.flatMap((definition) => {
    const committed = schemas.committed(definition);
    const changes = committed === undefined ? [] : breakingChanges(committed, schemas.now(definition));
    if (changes.length === 0) return [];
    const { detailType, version } = definition;
    const versions = catalogue.filter((one) => one.detailType === detailType).map((one) => one.version);
    const next = Math.max(...versions) + 1;
    const reading = readers
      .filter(({ definitions }) =>
        definitions.some((one) => one.detailType === detailType && one.version === version),
      )
      .map(({ service, functionName }) => `${service} ${functionName}`);
    return {
      subject: `${detailType} version ${version}`,
      changes,
      meets: [...reading, 'the archive and the event lake, which keep it as it was said'].join(', '),
      instead: `let new fields be optional, and keep the others as they are; or define version ${next} beside it, let its readers take both, and say until when this one is said (docs/decisions/0069-two-versions-of-an-event.md).`,
    };
  });
}

const parameterShape = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: z.unknown(),
});
const contentShape = z.record(z.string(), z.object({ schema: z.unknown() })).default({});
const operationShape = z.object({
  operationId: z.string(),
  security: z.array(z.unknown()).default([]),
  parameters: z.array(parameterShape).default([]),
  requestBody: z.object({ content: contentShape }).optional(),
  responses: z.record(z.string(), z.object({ content: contentShape })),
});
type Operation = z.infer<typeof operationShape>;
const documentShape = z.object({ paths: z.record(z.string(), z.record(z.string(), operationShape)) });

/** Changes of routes that would break who calls them: they refuse what they took, or answer what nobody expects. */
export function refusedRoutes(
  committed: unknown,
  now: unknown,
  callers: (operationId: string) => readonly string[] = webCallers,
): RefusedChange[] {
  const { paths } = documentShape.parse(now);
  return Object.entries(documentShape.parse(committed).paths).flatMap(([route, methods]) =>
    Object.entries(methods).flatMap(([method, before]) => {
      const after = paths[route]?.[method];
      const changes = after ? operationChanges(before, after) : ['the route is gone'];
      if (changes.length === 0) return [];
      const { operationId } = before;
      return {
        subject: `${method.toUpperCase()} ${route} (${operationId})`,
        changes,
        meets: [
          ...callers(operationId),
          'web apps that stay open in browsers, and whoever else calls it',
        ].join(', '),
        instead: `let new fields be optional, and go on with the others; or make a route beside it, and take this one away when nobody calls it any more. When that is so: npm run contracts -- --allow ${operationId}`,
      };
    }),
  );
}

function operationChanges(before: Operation, after: Operation): string[] {
  const named = (one: { in: string; name: string }) => `${one.in}.${one.name}`;
  const known = new Map(before.parameters.map((one) => [named(one), one]));
  const here = new Map(after.parameters.map((one) => [named(one), one]));
  return [
    ...(before.security.length === 0 && after.security.length > 0 ? ['it asks for a token now'] : []),
    ...[...known.keys()].filter((name) => !here.has(name)).map((name) => `${name} is gone`),
    ...[...here].flatMap(([name, { required, schema }]) => [
      ...(required && !known.get(name)?.required ? [`${name} is required now`] : []),
      ...(known.has(name) ? refusedInRequests(known.get(name)?.schema, schema, name) : []),
    ]),
    ...bodyChanges(before, after),
    ...Object.entries(before.responses).flatMap(([status, response]) =>
      answerChanges(status, response, after),
    ),
  ];
}

function bodyChanges({ requestBody: before }: Operation, { requestBody: after }: Operation): string[] {
  if (!before) return after ? ['body is required now'] : [];
  return refusedInRequests(jsonOf(before), jsonOf(after), 'body');
}

function answerChanges(
  status: string,
  before: Operation['responses'][string],
  { responses }: Operation,
): string[] {
  if (!status.startsWith('2')) return [];
  const after = responses[status];
  if (!after) return [`${status} is no answer any more`];
  // A list of words may grow: who calls passes over what it does not know.
  return schemaChanges(jsonOf(before), jsonOf(after), status)
    .filter(({ kind }) => kind === 'gone' || kind === 'optional' || kind === 'other')
    .map(({ text }) => text);
}

const refusedInRequests = (before: unknown, after: unknown, place: string): string[] =>
  schemaChanges(before, after, place)
    .filter(({ kind }) => kind !== 'optional' && kind !== 'looser')
    .map(({ text }) => text);

const jsonOf = (part: { content: z.infer<typeof contentShape> } | undefined): unknown =>
  part?.content['application/json']?.schema;

/** Files of the web app that name the route. */
function webCallers(operationId: string): string[] {
  return globSync('packages/web/src/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !file.includes('.test.'))
    .filter((file) => new RegExp(`\\b${operationId}\\b`).test(readFileSync(path.join(root, file), 'utf8')))
    .sort();
}
