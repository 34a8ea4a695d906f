import * as fields from './fields.ts';

describe('text fields', () => {
  it.each([
    ['title', fields.titleField],
    ['description', fields.descriptionField],
    ['display name', fields.displayNameField],
    ['bio', fields.bioField],
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
});
