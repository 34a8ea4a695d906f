import * as z from 'zod';

/** The part of JSON Schema that zod writes and that says something about compatibility. */
type Schema = { [keyword: string]: unknown };

const objectSchema = z.record(z.string(), z.unknown());
const asSchema = (value: unknown): Schema => objectSchema.catch({}).parse(value);
const namesIn = (value: unknown): Set<string> => new Set(z.array(z.string()).catch([]).parse(value));

/**
 * What a change does. Stumbling over what is said now: `gone`, `optional`, `looser`. Refusing what was said before: `required`, `tighter`.
 * Either: `other`.
 */
type ChangeKind = 'gone' | 'optional' | 'looser' | 'required' | 'tighter' | 'other';

export interface SchemaChange {
  kind: ChangeKind;
  /** A sentence with the place in it. */
  text: string;
}

/** Keywords of which a smaller value takes less, and the other way round. */
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const explained = new Set([
  ...upperBounds,
  ...lowerBounds,
  ...['$schema', 'properties', 'required', 'items', 'enum', 'const'],
]);
const forPeople = new Set([
  ...['title', 'description', 'examples', 'example', 'default', 'deprecated', 'additionalProperties'],
]);

/** Everything that two schemas do not agree on, but for new fields that may be missing: readers drop what they do not know. */
export function schemaChanges(before: unknown, after: unknown, place: string): SchemaChange[] {
  const old = asSchema(before);
  const now = asSchema(after);
  // What else differs follows from that.
  if (JSON.stringify(old.type) !== JSON.stringify(now.type))
    return [{ kind: 'other', text: `${place}: type changed` }];
  const keywords = new Set([...Object.keys(old), ...Object.keys(now)]);
  const others = [...keywords].filter((keyword) => !explained.has(keyword) && !forPeople.has(keyword));
  return [
    ...fieldChanges(old, now, place),
    ...(old.items === undefined && now.items === undefined
      ? []
      : schemaChanges(old.items, now.items, `${place}[]`)),
    ...valueChanges(old, now, place),
    ...boundChanges(old, now, place),
    ...others
      .filter((keyword) => JSON.stringify(old[keyword]) !== JSON.stringify(now[keyword]))
      .map((keyword): SchemaChange => ({ kind: 'other', text: `${place}: ${keyword} changed` })),
  ];
}

/**
 * Would readers stumble over a change of an event's schema? Those of before over what is said now, or those of now over what was said
 * before: it still comes, out of queues and the archive, and while a release takes over.
 * @returns one sentence for each break; empty when both take what either allows
 */
export const breakingChanges = (before: unknown, after: unknown): string[] =>
  schemaChanges(before, after, 'data').map(({ text }) => text);

function fieldChanges(old: Schema, now: Schema, place: string): SchemaChange[] {
  const [oldRequired, nowRequired] = [namesIn(old.required), namesIn(now.required)];
  const [oldFields, nowFields] = [asSchema(old.properties), asSchema(now.properties)];
  const changes = Object.entries(oldFields).flatMap(([name, field]): SchemaChange[] => {
    const at = `${place}.${name}`;
    if (!Object.hasOwn(nowFields, name)) return [{ kind: 'gone', text: `${at} is gone` }];
    return [
      ...schemaChanges(field, nowFields[name], at),
      ...(oldRequired.has(name) && !nowRequired.has(name)
        ? [{ kind: 'optional', text: `${at} may be missing now` } as const]
        : []),
    ];
  });
  const required = [...nowRequired].filter((name) => !oldRequired.has(name));
  return [
    ...changes,
    ...required.map((name): SchemaChange => ({ kind: 'required', text: `${place}.${name} is required now` })),
  ];
}

const valuesOf = (schema: Schema): unknown[] | undefined => {
  if (Array.isArray(schema.enum)) return schema.enum;
  return schema.const === undefined ? undefined : [schema.const];
};

function valueChanges(old: Schema, now: Schema, place: string): SchemaChange[] {
  const [before, after] = [valuesOf(old), valuesOf(now)];
  if (before && !after) return [{ kind: 'looser', text: `${place} may be anything now` }];
  if (!before && after) return [{ kind: 'tighter', text: `${place} may be one of a list only` }];
  const more = (after ?? []).filter((value) => !before?.includes(value));
  const fewer = (before ?? []).filter((value) => !after?.includes(value));
  return [
    ...more.map((value): SchemaChange => ({ kind: 'looser', text: `${place} may be ${said(value)} now` })),
    ...fewer.map(
      (value): SchemaChange => ({ kind: 'tighter', text: `${place} may not be ${said(value)} any more` }),
    ),
  ];
}

const said = (value: unknown): string => JSON.stringify(value) ?? 'anything';

function boundChanges(old: Schema, now: Schema, place: string): SchemaChange[] {
  const changed = (bound: string, grewIs: ChangeKind): SchemaChange[] => {
    const [before = Number.NaN, after = Number.NaN] = [numberOf(old[bound]), numberOf(now[bound])];
    if (before === after || (Number.isNaN(before) && Number.isNaN(after))) return [];
    // A bound that was not there, or is not there any more, lies beyond every number.
    const isUpper = upperBounds.includes(bound);
    const beyond = isUpper ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    const grew = (Number.isNaN(after) ? beyond : after) > (Number.isNaN(before) ? beyond : before);
    const shrankIs = grewIs === 'looser' ? 'tighter' : 'looser';
    return [{ kind: grew ? grewIs : shrankIs, text: `${place}: ${bound} ${grew ? 'grew' : 'shrank'}` }];
  };
  return [
    ...upperBounds.flatMap((bound) => changed(bound, 'looser')),
    ...lowerBounds.flatMap((bound) => changed(bound, 'tighter')),
  ];
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
