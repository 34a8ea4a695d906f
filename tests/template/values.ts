import { at, isMapping, list, mappings, texts, type Value } from '@shutterbus/sandbox/template/value';

export { at, list, mappings, texts };

export const keys = (value: Value | undefined): string[] => (isMapping(value) ? Object.keys(value) : []);

/** The logical id that a Ref or GetAtt names; also the one at the beginning of a Sub, as in `${Bucket.Arn}/*`. */
export function named(value: Value | undefined): string | undefined {
  const attribute = at(value, 'Fn::GetAtt', 0) ?? at(value, 'Ref');
  if (typeof attribute === 'string') return attribute;
  return /^\$\{(\w+)/.exec(substituted(value) ?? '')?.[1];
}

/** The logical id of an alarm, which a nested template may tell by an output of that name. */
export function alarmOf(value: Value | undefined): string | undefined {
  const [, output] = /^Outputs\.(\w+)$/.exec(textOf(at(value, 'Fn::GetAtt', 1))) ?? [];
  return output ?? named(value);
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
