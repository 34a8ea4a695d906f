import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { compilePattern, testPattern } from './pattern.ts';
import { InvalidPatternError } from './pattern-error.ts';

interface Vector {
  id: string;
  why?: string;
  pattern: unknown;
  event: unknown;
  expect: 'match' | 'no-match' | 'invalid';
}

const { vectors } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'vectors/event-patterns.json'), 'utf8'),
) as { vectors: Vector[] };

function answer({ pattern, event }: Vector): Vector['expect'] {
  try {
    return testPattern(pattern, event) ? 'match' : 'no-match';
  } catch (error) {
    if (error instanceof InvalidPatternError) return 'invalid';
    throw error;
  }
}

describe('compilePattern', () => {
  it('has every answer of the engine of AWS', () => {
    expect(vectors).toHaveLength(618);
  });

  it.each(vectors.map((vector) => [`${vector.id} ${vector.why ?? ''}`.trim(), vector] as const))(
    'answers as AWS does: %s',
    (_, vector) => {
      expect(answer(vector)).toBe(vector.expect);
    },
  );

  it('names the field and the problem', () => {
    expect(() => compilePattern({ detail: { size: [{ numeric: ['>', '5'] }] } })).toThrow(
      'Field "detail.size": numeric compares with a number',
    );
    expect(() => compilePattern({ detail: { $or: [{ a: [1] }] } })).toThrow('Field "detail.$or"');
  });

  it('refuses an $or that multiplies out without end', () => {
    const two = { $or: [{ a: [1] }, { b: [2] }] };
    const nested = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`k${i}`, two]));
    expect(() => compilePattern(nested)).toThrow(InvalidPatternError);
  });

  const operator = fc.constantFrom(
    'prefix',
    'suffix',
    'anything-but',
    'numeric',
    'exists',
    'wildcard',
    'cidr',
    '$or',
  );
  const fragment = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(operator, fc.string({ maxLength: 3 }), fc.constant('__proto__')), tie('node'), {
        maxKeys: 3,
      }),
    ),
  })).node;

  it('throws nothing but InvalidPatternError, whatever the pattern and the event', () => {
    fc.assert(
      fc.property(fragment, fc.jsonValue(), (pattern, event) => {
        try {
          expect(typeof testPattern(pattern, event)).toBe('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPatternError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('finds each leaf of an event by the pattern made of its path', () => {
    const key = fc.stringMatching(/^[a-z]{1,4}$/);
    const leaf = fc.oneof(
      fc.string(),
      fc.integer({ min: -1000, max: 1000 }),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), leaf, (path, value) => {
        const wrap = (inner: unknown): unknown => path.reduceRight((held, name) => ({ [name]: held }), inner);
        expect(testPattern(wrap([value]), wrap(value))).toBe(true);
        expect(testPattern(wrap([{ 'anything-but': ['no such value'] }]), wrap(value))).toBe(true);
        expect(testPattern(wrap([{ exists: false }]), wrap(value))).toBe(false);
      }),
    );
  });
});
