import * as z from 'zod';
import { breakingChanges } from './compatibility.ts';

const changes = (before: z.ZodType, after: z.ZodType) =>
  breakingChanges(z.toJSONSchema(before), z.toJSONSchema(after));

const base = z.object({
  id: z.string(),
  size: z.int().max(10),
  kind: z.enum(['a', 'b']),
  tags: z.array(z.string()),
});

describe('breakingChanges', () => {
  it.each([
    ['the same schema', base],
    ['a new field that may be missing', base.extend({ colour: z.string().optional() })],
    ['words for people', base.extend({ id: z.string().describe('The id.').meta({ deprecated: true }) })],
  ])('lets %s pass', (_, after) => {
    expect(changes(base, after)).toEqual([]);
  });

  it.each([
    ['a field that is gone', base.omit({ id: true }), ['data.id is gone']],
    ['a field that may be missing', base.partial({ id: true }), ['data.id may be missing now']],
    ['another type', base.extend({ id: z.number() }), ['data.id: type changed']],
    ['a new field', base.extend({ colour: z.string() }), ['data.colour is required now']],
    ['a tighter bound', base.extend({ size: z.int().max(5) }), ['data.size: maximum shrank']],
    ['a new bound', base.extend({ id: z.string().max(5) }), ['data.id: maxLength shrank']],
    ['fewer values', base.extend({ kind: z.enum(['a']) }), ['data.kind may not be "b" any more']],
    ['one value', base.extend({ kind: z.literal('a') }), ['data.kind may not be "b" any more']],
    ['a list of words', base.extend({ id: z.enum(['a']) }), ['data.id may be one of a list only']],
    ['a new form', base.extend({ id: z.string().regex(/a/) }), ['data.id: pattern changed']],
    ['a looser bound', base.extend({ size: z.int().max(11) }), ['data.size: maximum grew']],
    ['another type than a list', base.extend({ tags: z.string() }), ['data.tags: type changed']],
    ['a new value', base.extend({ kind: z.enum(['a', 'b', 'c']) }), ['data.kind may be "c" now']],
    ['free values', base.extend({ kind: z.string() }), ['data.kind may be anything now']],
    ['another element', base.extend({ tags: z.array(z.int()) }), ['data.tags[]: type changed']],
  ])('names %s', (_, after, expected) => {
    expect(changes(base, after)).toEqual(expected);
  });
});
