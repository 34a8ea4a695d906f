import * as z from 'zod';
import { parseWhatFits } from './faults.ts';

const schema = z.strictObject({
  Name: z.string(),
  Size: z.number().min(1).max(10).optional(),
  Kind: z.enum(['A', 'B', 'C']).optional(),
  Items: z.array(z.strictObject({ Id: z.string() })).optional(),
  Either: z.union([z.string(), z.array(z.string())]).optional(),
  Flag: z.stringbool().optional(),
  Own: z.undefined({ error: 'is not for you' }).optional(),
});

describe('parseWhatFits', () => {
  it.each<[object, string[]]>([
    [
      { Name: 'x', Colour: 1 },
      [': "Colour" is not supported; it is misspelt, or more than the sandbox knows'],
    ],
    [{ Name: 5 }, ['Name: is 5; it takes text']],
    [{}, ['Name: is missing; it takes text']],
    [{ Name: 'x', Size: 11 }, ['Size: is 11; the most is 10']],
    [{ Name: 'x', Kind: 'D' }, ['Kind: is "D"; it is A, B or C']],
    [
      { Name: 'x', Items: [{}, { Id: 1 }] },
      ['Items.0.Id: is missing; it takes text', 'Items.1.Id: is 1; it takes text'],
    ],
    [{ Name: 'x', Either: 5 }, ['Either: is 5; it takes text or a list']],
    [{ Name: 'x', Either: [5] }, ['Either: is wrong at 0, which is 5; it takes text']],
    [{ Name: 'x', Own: 1 }, ['Own: is not for you']],
    [{ Name: 'x', Flag: 'maybe' }, ['Flag: is "maybe"; it is true or false']],
    [
      { Size: 'big', Kind: 1 },
      ['Name: is missing; it takes text', 'Size: is "big"; it takes a number', 'Kind: is 1; it is A, B or C'],
    ],
  ])('says of %j what is wrong and what would be right', (source, sentences) => {
    const { faults } = parseWhatFits(schema, source);
    expect(faults.map(({ path, sentence }) => `${path.join('.')}: ${sentence}`)).toEqual(sentences);
  });

  it('keeps what is right beside what is wrong', () => {
    const { part } = parseWhatFits(schema, {
      Name: 'x',
      Size: 'big',
      Colour: 1,
      Items: [{}, { Id: 'kept' }],
    });
    expect(part).toEqual({ Name: 'x', Items: [{ Id: 'kept' }] });
  });

  it('keeps nothing of a whole that lacks what it cannot be without', () => {
    expect(parseWhatFits(schema, { Size: 5 }).part).toBeUndefined();
  });
});
