import * as fields from '@shutterbus/contracts/fields';
import * as limits from './limits.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('limits', () => {
  it.each([
    ['title', fields.titleField, limits.titleMaxLength],
    ['description', fields.descriptionField, limits.descriptionMaxLength],
    ['alternative text', fields.altTextField, limits.altTextMaxLength],
    ['display name', fields.displayNameField, limits.displayNameMaxLength],
    ['bio', fields.bioField, limits.bioMaxLength],
    ['comment', fields.commentField, limits.commentMaxLength],
  ])('holds the contract’s length of a %s', (_name, field, length) => {
    expect(accepts(field, 'x'.repeat(length))).toBe(true);
    expect(accepts(field, 'x'.repeat(length + 1))).toBe(false);
  });

  it.each(['anna', 'a-b-c', 'ab', '-ab', 'Anna', 'a--b', 'x'.repeat(20), 'x'.repeat(21), 'anna '])(
    'judges the handle %j as the contract does',
    (handle) => {
      const pattern = new RegExp(`^(?:${limits.handlePattern})$`, 'v');
      expect(pattern.test(handle)).toBe(accepts(fields.handleField, handle));
    },
  );
});
