import * as z from 'zod';

/** The part of JSON Schema that zod writes and that says something about compatibility. */
type Schema = { [keyword: string]: unknown };

const objectSchema = z.record(z.string(), z.unknown());
const asSchema = (value: unknown): Schema => objectSchema.catch({}).parse(value);

/** Keywords of which a smaller value in the new schema still suits a reader of the old one, and the other way round. */
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];
const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const explained = new Set([
  ...upperBounds,
  ...lowerBounds,
  '$schema',
  'properties',
  'required',
  'items',
  'enum',
]);
const forPeople = new Set(['title', 'description', 'examples', 'default', 'additionalProperties']);

/**
 * Would a program that was written for `before` stumble over what `after` allows? New fields are harmless, since
 * readers drop what they do not know; so is a tighter bound. Everything else is named as breaking, with its place.
 * @returns one sentence for each break; empty when every event that is valid after was valid before
 */
export function breakingChanges(before: unknown, after: unknown, place = 'data'): string[] {
  const old = asSchema(before);
  const now = asSchema(after);
  const breaks: string[] = [];

  const oldRequired = new Set(z.array(z.string()).catch([]).parse(old.required));
  const nowRequired = new Set(z.array(z.string()).catch([]).parse(now.required));
  const nowProperties = asSchema(now.properties);
  for (const [name, property] of Object.entries(asSchema(old.properties))) {
    const at = `${place}.${name}`;
    if (!Object.hasOwn(nowProperties, name)) breaks.push(`${at} is gone`);
    else breaks.push(...breakingChanges(property, nowProperties[name], at));
    if (oldRequired.has(name) && !nowRequired.has(name)) breaks.push(`${at} may be missing now`);
  }
  if (old.items !== undefined) breaks.push(...breakingChanges(old.items, now.items, `${place}[]`));
  if (Array.isArray(old.enum)) {
    const known = old.enum;
    const values: unknown[] = Array.isArray(now.enum) ? now.enum : [now.const];
    for (const value of values) {
      if (!known.includes(value)) breaks.push(`${place} may be ${JSON.stringify(value) ?? 'anything'} now`);
    }
  }
  for (const bound of upperBounds)
    if (loosened(old[bound], now[bound], 1)) breaks.push(`${place}: ${bound} grew`);
  for (const bound of lowerBounds)
    if (loosened(old[bound], now[bound], -1)) breaks.push(`${place}: ${bound} shrank`);
  for (const keyword of Object.keys(old)) {
    if (explained.has(keyword) || forPeople.has(keyword)) continue;
    if (JSON.stringify(old[keyword]) !== JSON.stringify(now[keyword]))
      breaks.push(`${place}: ${keyword} changed`);
  }
  return breaks;
}

function loosened(before: unknown, after: unknown, direction: 1 | -1): boolean {
  if (typeof before !== 'number') return false;
  return typeof after !== 'number' || (after - before) * direction > 0;
}
