import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Route } from '@shutterbus/contracts/route';
import * as z from 'zod';
import { root } from './repository.ts';

const record = z.record(z.string(), z.unknown()).default({});
const sampleShape = z.object({
  pathParameters: record,
  queryStringParameters: record,
  headers: record,
  body: z.string().optional(),
});

/** What the input for `sam local invoke` asks of a route, so that the document and events/ say the same. */
export interface ExampleRequest {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  headers: Record<string, unknown>;
  body: unknown;
}

/** From events/<service>/<verb-noun>.json; empty for a route without a function. */
export function exampleRequest(service: string, { id, ignoresBody }: Route): ExampleRequest {
  const name = id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const file = path.join(root, `events/${service}/${name}.json`);
  if (!existsSync(file)) return { params: {}, query: {}, headers: {}, body: undefined };
  const sample = sampleShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    params: sample.pathParameters,
    query: sample.queryStringParameters,
    headers: sample.headers,
    body: sample.body === undefined || ignoresBody ? undefined : JSON.parse(sample.body),
  };
}
