import * as z from 'zod';
import { api } from './api.ts';

/** A text that a request may hold, with what the document says of it. */
interface AskedText {
  name: string;
  field: z.ZodType;
  said: z.core.JSONSchema.JSONSchema;
}

const shapesOf = (schema: z.ZodType): Record<string, z.ZodType> =>
  schema instanceof z.ZodObject ? schema.shape : {};

/** All of which the document says no more than how long they are. */
const plainTexts: AskedText[] = Object.values(api)
  .flat()
  .flatMap(({ id, params, query, headers, body }) =>
    [params, query, headers, body].flatMap((part) =>
      Object.entries(shapesOf(part)).map(([name, field]) => ({
        ...{ name: `${id}: ${name}`, field },
        said: z.toJSONSchema(field, { io: 'input' }),
      })),
    ),
  )
  .filter(
    ({ said: { type, pattern, format, enum: values } }) =>
      type === 'string' && !pattern && !format && !values,
  );

/** Characters that rules of JavaScript, of Unicode and of other languages count or pass over in different ways. */
const characters = ['a', ' ', '\r', '\u001f', '\ufeff', '\u0301', '\u202e', '😀'];

describe('a text of which the document says only how long it may be', () => {
  it.each(plainTexts)('is taken in each such length, whatever it is made of: $name', ({ field, said }) => {
    const { minLength = 0, maxLength = 200 } = said;
    const refused = characters.flatMap((character) =>
      [minLength, maxLength]
        .filter((length) => !field.safeParse(character.repeat(length)).success)
        .map((length) => `${JSON.stringify(character)} × ${length}`),
    );
    expect(refused).toEqual([]);
  });

  it.each(plainTexts)('is refused where it is shorter or longer: $name', ({ field, said }) => {
    const { minLength, maxLength } = said;
    const taken = ['a', '😀'].flatMap((character) =>
      [minLength && minLength - 1, maxLength && maxLength + 1]
        .filter((length) => length !== undefined && field.safeParse(character.repeat(length)).success)
        .map((length) => `${character} × ${length}`),
    );
    expect(taken).toEqual([]);
  });
});
