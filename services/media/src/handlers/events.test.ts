import { readFileSync } from 'node:fs';
import path from 'node:path';
import { objectCreatedSchema } from '../object-created.ts';
import { renditionsRequestSchema } from '../renditions-request.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, `../../../../events/media/${name}.json`), 'utf8'));

/** What comes from S3 and from an operator; the other inputs are tested for all services alike, in tests/contracts. */
describe('events/media', () => {
  it.each([
    ['on-object-created', objectCreatedSchema],
    ['request-renditions', renditionsRequestSchema],
  ])('%s.json is what its function reads', (name, schema) => {
    expect(schema.safeParse(read(name)).success).toBe(true);
    expect(schema.safeParse({ routeKey: 'GET /nowhere', detail: {} }).success).toBe(false);
  });
});
