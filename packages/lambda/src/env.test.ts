import * as z from 'zod';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { readEnv } from './env.ts';

describe('readEnv', () => {
  it('gives the variables that it was asked for', () => {
    process.env.TEST_TABLE = 'table';
    expect(readEnv({ TEST_TABLE: z.string().min(1) })).toEqual({ TEST_TABLE: 'table' });
  });

  it('names what is missing or malformed, and no value', () => {
    process.env.TEST_COUNT = 'a-secret';
    expect(() => readEnv({ TEST_ABSENT: z.string(), TEST_COUNT: z.coerce.number() })).toThrow(
      'Environment variables are missing or malformed: TEST_ABSENT, TEST_COUNT',
    );
  });
});

describe('decodeCursor', () => {
  it('reads what encodeCursor wrote', () => {
    expect(decodeCursor(encodeCursor({ pk: 'a', n: 1 }))).toEqual({ pk: 'a', n: 1 });
    expect(decodeCursor(encodeCursor(undefined))).toBeUndefined();
  });

  it('refuses anything else', () => {
    expect(() => decodeCursor('%%%')).toThrow('The cursor is not one that this list gave out.');
    expect(() => decodeCursor(Buffer.from('[1]').toString('base64url'))).toThrow('cursor');
  });
});
