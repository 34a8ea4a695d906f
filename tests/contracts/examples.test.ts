import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { api } from '@shutterbus/contracts/api';
import { problemSchema } from '@shutterbus/contracts/problem';
import type { Route } from '@shutterbus/contracts/route';
import * as z from 'zod';
import { sentences } from '../../scripts/lib/example-problems.ts';
import { openApi } from '../../scripts/lib/open-api.ts';

const root = path.resolve(import.meta.dirname, '../..');
const content = z.record(z.string(), z.looseObject({ example: z.unknown().optional() }));
const operationShape = z.object({
  operationId: z.string(),
  parameters: z.array(
    z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']), example: z.unknown() }),
  ),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
});
type Operation = z.infer<typeof operationShape>;

const operations = Object.values(openApi().paths)
  .flatMap((methods) => Object.values(methods))
  .map((operation) => operationShape.parse(JSON.parse(JSON.stringify(operation))));
const routeOf = (id: string): Route => {
  const found = Object.values(api)
    .flat()
    .find((route) => route.id === id);
  if (!found) throw new Error(`there is no route ${id}`);
  return found;
};

/** The examples of the parameters in one place, as a request writes them. */
const asked = ({ parameters }: Operation, place: string): Record<string, string> =>
  Object.fromEntries(
    parameters
      .filter((one) => one.in === place)
      .map(({ name, example }) => [
        place === 'header' ? name.toLowerCase() : name,
        Array.isArray(example) ? example.join(',') : String(example),
      ]),
  );

/** What the document lacks or has wrong about one operation, as the contract's own schemas see it. */
function faults(operation: Operation): string[] {
  const route = routeOf(operation.operationId);
  const found: string[] = [];
  const check = (place: string, schema: z.ZodType, example: unknown) => {
    const { error } = schema.safeParse(example);
    if (error)
      found.push(`${place}: ${error.issues.map(({ path: at, message }) => `${at.join('.')} ${message}`)}`);
  };
  for (const { name, example } of operation.parameters)
    if (example === undefined) found.push(`${name} has no example`);
  check('path', route.params, asked(operation, 'path'));
  check('query', route.query, asked(operation, 'query'));
  check('header', route.headers, asked(operation, 'header'));
  if (operation.requestBody)
    check('body', route.body, operation.requestBody.content['application/json']?.example);
  for (const [status, answer] of Object.entries(operation.responses)) {
    for (const [type, { example }] of Object.entries(answer.content ?? {})) {
      if (example === undefined) found.push(`${status} has no example of ${type}`);
      const own = route.responses[Number(status)];
      if (own) check(status, own, example);
      else if (type === 'application/problem+json')
        check(status, problemSchema.extend({ status: z.literal(Number(status)) }), example);
      else check(status, z.strictObject({ message: z.string().min(1) }), example);
    }
  }
  return found;
}

describe('docs/openapi.yaml', () => {
  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    'has an example of everything that %s takes and answers, and its schemas take it',
    (_, operation) => {
      expect(faults(operation)).toEqual([]);
    },
  );

  it('and the check sees what is missing, and what no schema takes', () => {
    const comment = structuredClone(operations.find(({ operationId }) => operationId === 'addComment'));
    if (!comment?.requestBody) throw new Error('addComment takes no body');
    comment.requestBody.content = { 'application/json': { example: { text: '' } } };
    const { 201: done, 409: meanwhile } = comment.responses;
    if (done?.content) done.content = { 'application/json': {} };
    if (meanwhile?.content) meanwhile.content = { 'application/problem+json': { example: { status: 409 } } };
    expect(faults(comment).map((fault) => fault.split(/[: ]/, 1)[0])).toEqual(['body', '201', '201', '409']);
  });

  it('names codes and sentences that the code has', () => {
    const files = globSync(['services/*/src/**/*.ts', 'packages/lambda/src/*.ts'], { cwd: root });
    const code = files
      .filter((file) => !file.includes('.test.'))
      .map((file) => readFileSync(path.join(root, file), 'utf8'))
      .join('\n');
    // Some hold numbers: what stands before the first is the same.
    const unknown = Object.entries(sentences).filter(([name, sentence]) => {
      const [start = ''] = sentence.split(/\d/, 1);
      return !code.includes(`'${name}'`) || !code.includes(start);
    });
    expect(unknown).toEqual([]);
    const used = JSON.stringify(openApi()).matchAll(/"urn:shutterbus:problem:([\w-]+)"/g);
    expect([...used].map(([, name = '']) => name).filter((name) => !Object.hasOwn(sentences, name))).toEqual(
      [],
    );
  });
});
