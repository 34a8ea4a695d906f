import { isMapping, type Mapping, type Value } from '@shutterbus/sandbox/template/value';

/** What stands at a path of keys; undefined where there is nothing. */
export function at(value: Value | undefined, ...keys: (string | number)[]): Value | undefined {
  return keys.reduce<Value | undefined>(
    (found, key) =>
      Array.isArray(found) ? found[Number(key)] : isMapping(found) ? found[String(key)] : undefined,
    value,
  );
}

export const list = (value: Value | undefined): Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

export const texts = (value: Value | undefined): string[] =>
  list(value).filter((item) => typeof item === 'string');

export const mappings = (value: Value | undefined): Mapping[] => list(value).filter(isMapping);

export const keys = (value: Value | undefined): string[] => (isMapping(value) ? Object.keys(value) : []);

/** The logical id that a Ref or GetAtt names; also the one at the beginning of a Sub, as in `${Bucket.Arn}/*`. */
export function named(value: Value | undefined): string | undefined {
  const attribute = at(value, 'Fn::GetAtt', 0) ?? at(value, 'Ref');
  if (typeof attribute === 'string') return attribute;
  return /^\$\{(\w+)/.exec(substituted(value) ?? '')?.[1];
}

/** Text of a value, with what is not known yet as `${…}`. */
export function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  return substituted(value) ?? JSON.stringify(value ?? null);
}

function substituted(value: Value | undefined): string | undefined {
  const sub = at(value, 'Fn::Sub');
  const [text, own] = Array.isArray(sub) ? sub : [sub];
  if (typeof text !== 'string') return undefined;
  return text.replace(/\$\{([\w:.]+)\}/g, (whole, name: string) => {
    const known = at(own, name);
    return typeof known === 'string' ? known : whole;
  });
}
