import { substitutedNames } from './intrinsics.ts';
import { intrinsicOf, isMapping, type Value } from './value.ts';

/** A resource that a value needs before it can be evaluated. */
export interface Reference {
  logicalId: string;
  /** Where it stands, for example `Properties.Environment.Variables.TABLE`. */
  place: string;
}

/** Every resource that the pending intrinsic functions in `value` name. */
export function referencesIn(value: Value, place: string): Reference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, `${place}[${index}]`));
  if (!isMapping(value)) return [];
  const intrinsic = intrinsicOf(value);
  if (!intrinsic)
    return Object.entries(value).flatMap(([key, member]) => referencesIn(member, `${place}.${key}`));
  const { name, argument } = intrinsic;
  if (name === 'Ref' && typeof argument === 'string') return [{ logicalId: argument, place }];
  if (name === 'Fn::GetAtt' && Array.isArray(argument) && typeof argument[0] === 'string') {
    return [{ logicalId: argument[0], place }];
  }
  if (name === 'Fn::Sub') {
    const [text, own] = Array.isArray(argument) ? argument : [argument];
    const bound = isMapping(own) ? own : {};
    const names =
      typeof text === 'string' ? substitutedNames(text).filter((each) => !Object.hasOwn(bound, each)) : [];
    const free = names.map((each) => ({ logicalId: each.split('.')[0] ?? each, place }));
    return [...free, ...referencesIn(bound, place)];
  }
  return referencesIn(argument, place);
}
