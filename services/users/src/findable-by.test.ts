import { beginningOf, findableBy, folded } from './findable-by.ts';

describe('folded', () => {
  it.each([
    ['Åsa  ŁĘCKA', 'asa lecka'],
    ['Zoë Strauß', 'zoe strauss'],
    ['Ｊｏｓé\tGarcía', 'jose garcia'],
    ['Işıl Ðæøþ', 'isil daeoth'],
    ['Σωκράτης', 'σωκρατης'],
    ['李小龍', '李小龍'],
    ['  a\u0301\u0301 ', 'a'],
  ])('makes %s %s', (text, expected) => {
    expect(folded(text)).toBe(expected);
    expect(folded(folded(text))).toBe(expected);
  });
});

describe('findableBy', () => {
  it('finds a person by handle, by name, and by each further name', () => {
    expect(findableBy({ handle: 'anna-l', displayName: 'Anna Maria Lindqvist' })).toEqual([
      'anna maria lindqvist',
      'anna-l',
      'lindqvist',
      'maria lindqvist',
    ]);
    expect(findableBy({ handle: 'anna', displayName: 'Anna' })).toEqual(['anna']);
  });

  it('bounds how many there are and how long each is, whatever the name', () => {
    const many = findableBy({ handle: 'many', displayName: 'Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj' });
    expect(many).toHaveLength(6);
    const long = findableBy({ handle: 'long', displayName: '\ufdfa'.repeat(50) });
    for (const entry of long) expect(Buffer.byteLength(entry)).toBeLessThan(500);
    expect(findableBy({ handle: 'one', displayName: '龍' })).toEqual(['one']);
    expect(findableBy({ handle: 'none', displayName: '\u0301\u0301' })).toEqual(['none']);
  });

  it('takes whole characters for a beginning', () => {
    expect(beginningOf('🦊🦊🦊')).toBe('🦊🦊');
  });
});
