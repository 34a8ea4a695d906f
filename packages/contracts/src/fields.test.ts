import * as fields from './fields.ts';

describe('text fields', () => {
  it.each([
    ['title', fields.titleField],
    ['description', fields.descriptionField],
    ['display name', fields.displayNameField],
    ['bio', fields.bioField],
    ['comment', fields.commentField],
  ])('take whole characters only in a %s', (_, field) => {
    expect(field.safeParse('snow 😀').success).toBe(true);
    for (const half of ['snow \ud83d', '\ude00 snow', 'a \ude00\ud83d b'])
      expect(field.safeParse(half).error?.issues[0]?.message).toMatch(/whole characters/);
  });

  it('trim before they measure', () => {
    expect(fields.titleField.parse(`  ${'x'.repeat(100)}  `)).toHaveLength(100);
    expect(fields.titleField.safeParse('x'.repeat(101)).success).toBe(false);
    expect(fields.titleField.safeParse('   ').success).toBe(false);
  });

  it('count characters as JSON Schema does: an emoji of one code point is one', () => {
    expect(fields.titleField.safeParse('😀'.repeat(100)).success).toBe(true);
    expect(fields.titleField.safeParse('😀'.repeat(101)).success).toBe(false);
  });
});

const unseen = [
  ['a Hangul filler', '\u3164'],
  ['a Braille cell without dots', '\u2800'],
  ['combining marks alone', '\u0301\u0308'],
  ['a joiner', '\u200d'],
  ['a soft hyphen and a variation selector', '\u00ad\ufe0f'],
  ['a note without a head', '\u{1d159}'],
  ['blanks', ' \u2003 '],
];

describe('text as it is taken from people', () => {
  it.each(unseen)('has something to see in a name and a title, not %s alone', (_, text) => {
    expect(fields.writtenNameField.safeParse(text).success).toBe(false);
    expect(fields.writtenTitleField.safeParse(text).success).toBe(false);
    expect(fields.writtenCommentField.safeParse(text).success).toBe(false);
    expect(fields.writtenNameField.safeParse(`a${text}`).success).toBe(true);
  });

  it.each(['Anna', 'Zoë', 'e\u0301', 'علي', 'שָׁלוֹם', '👩‍👩‍👧', '김', 'नेहा', '\u200fא'])(
    'takes %j as a name',
    (name) => {
      expect(fields.writtenNameField.parse(name)).toBe(name);
    },
  );

  it('is one line in a name and a title, and may be several in a description', () => {
    for (const breaks of ['a\nb', 'a\u2028b', 'a\u0085b', 'a\0b']) {
      expect(fields.writtenNameField.safeParse(breaks).success).toBe(false);
      expect(fields.writtenTitleField.safeParse(breaks).success).toBe(false);
    }
    expect(fields.writtenDescriptionField.parse('a\nb')).toBe('a\nb');
    expect(fields.writtenCommentField.parse(' a\n\u202eb ')).toBe('a\nb');
  });

  it.each(['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'])(
    'holds no %j: refused in a name, taken away elsewhere',
    (turn) => {
      expect(fields.writtenNameField.safeParse(`Anna ${turn}nneB`).success).toBe(false);
      expect(fields.writtenTitleField.parse(`${turn} snow${turn} `)).toBe('snow');
      expect(fields.writtenBioField.parse(`li${turn}ght`)).toBe('light');
      expect(fields.writtenDescriptionField.parse(`li${turn}ght`)).toBe('light');
    },
  );

  it('can be read by the laxer rule for what is stored, and that takes what was stored before', () => {
    for (const name of ['Anna', '👩‍👩‍👧', '\u200fא'])
      expect(fields.displayNameField.safeParse(name).success).toBe(true);
    for (const name of ['\u3164', '\u2800', 'a\u202eb'])
      expect(fields.displayNameField.safeParse(name).success).toBe(true);
  });
});

describe('the address for mails', () => {
  it('has at most 64 characters before the @, as the protocol of mail has it', () => {
    expect(fields.emailField.safeParse(`${'a'.repeat(64)}@example.com`).success).toBe(true);
    expect(fields.emailField.safeParse(`${'a'.repeat(65)}@example.com`).success).toBe(false);
    expect(fields.emailField.safeParse(`a@${'example.'.repeat(16)}com`).success).toBe(false);
  });
});
