import { readFileSync } from 'node:fs';
import path from 'node:path';
import { testWorld } from '../test/serve-edge.ts';
import { makeServices } from './services.ts';
import { attributesOfTypes } from './stack/attributes.ts';
import { inertTypes } from './stack/inert-types.ts';
import { makeStackRecords } from './stack/stack-records.ts';

const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8');

/** The types in backquotes between two texts of the readme. */
function typesBetween(start: string, end: string): string[] {
  const from = readme.indexOf(start);
  const part = readme.slice(from, readme.indexOf(end, from));
  return [...part.matchAll(/`(AWS::\w+::\w+)`/g)].map((match) => match[1] ?? '').sort();
}

describe('makeServices', () => {
  it('makes the resource types that the readme names, and none of those without effect', async () => {
    const world = testWorld();
    const services = makeServices(world, { records: makeStackRecords(world.now), webHost: 'localhost:3000' });
    const made = [...services.providers.keys()].sort();
    await services.stop();
    world.drop();
    expect(typesBetween('| made by |', 'Accepted without effect')).toEqual(made);
    const inert = Object.keys(inertTypes).sort();
    expect(typesBetween('Accepted without effect', 'A property that')).toEqual(inert);
    expect(inert.filter((type) => made.includes(type))).toEqual([]);
    expect(Object.keys(attributesOfTypes).sort()).toEqual(made);
  });
});
