import * as z from 'zod';
import { isTag, normalTag, tagMaxLength } from './tags.ts';
import { isOneLine, isVisible, lengthOf, withoutTurns } from './text-rules.ts';

/** Fields that more than one event or route uses; one definition each, so that their bounds cannot drift. */

export const ulidPattern = '^[0-9A-HJKMNP-TV-Z]{26}$';
export const ulidField = z.string().regex(new RegExp(ulidPattern), 'must be a ULID');

/** Cognito's `sub`. */
export const userIdField = z.uuid();

/** An address as mails can be sent to. It is the username too, and Cognito takes at most 128 characters for one. */
export const emailField = z
  .email()
  .max(128)
  .refine((address) => address.indexOf('@') <= 64, 'must have at most 64 characters before the @');

/** A person's public name in addresses: 3–20 of a–z, 0–9 and single hyphens inside. */
export const handleField = z
  .string()
  .regex(
    /^(?=.{3,20}$)[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be 3 to 20 of a-z, 0-9 and single hyphens between them',
  );

/** The same rule, said without looking ahead: programs that make requests from the document can read it. */
export const handleParameter = handleField.meta({
  pattern: '^[a-z0-9](-?[a-z0-9]){1,19}$',
  minLength: 3,
  maxLength: 20,
});

/**
 * Text of whole characters. JSON can carry half of one (`"\\ud83d"`), which UTF-8 cannot, so that what stores or hashes it
 * either fails or changes it.
 */
const textField = z
  .string()
  .refine((text) => text.isWellFormed(), 'must be made of whole characters, not of half an emoji')
  .trim();

/** At most so many characters as JSON Schema counts them, so that the documents and the check say the same. */
export const atMost = (max: number, field: z.ZodString) =>
  field.refine((text) => lengthOf(text) <= max, `must be at most ${max} characters`).meta({ maxLength: max });

/** One line with something to see in it: no line breaks or other control characters, not blanks alone. */
const lineField = textField
  .min(1, { abort: true })
  .regex(/^(?=.*[^\s\p{C}])\P{Cc}*$/u, 'must be one line of visible text');

const displayNameMaxLength = 50;
const bioMaxLength = 300;
const titleMaxLength = 100;
const descriptionMaxLength = 2000;
const commentMaxLength = 1000;
const altTextMaxLength = 500;

/** Text as it is stored, told and answered: what was taken once can always be read. */
export const displayNameField = atMost(displayNameMaxLength, lineField);
export const bioField = atMost(bioMaxLength, textField);
export const titleField = atMost(titleMaxLength, lineField);
export const descriptionField = atMost(descriptionMaxLength, textField);
export const commentField = atMost(commentMaxLength, textField.min(1));
/** What is to be seen, for who does not see it. Empty: the title stands for it. */
export const altTextField = atMost(altTextMaxLength, textField);

/** Text as it is taken from people. Stricter than what is read: a rule of today must not make yesterday's rows unreadable. */
const writtenText = textField.overwrite(withoutTurns).trim();
const aLine = 'must be one line of visible text';
const shown = { format: 'visible-line', description: 'One line with something to see in it.' };
/** A pattern would say it in properties of Unicode, which few readers of the document know: so a format, and an example. */
const writtenLine = (max: number, field: z.ZodString, example: string) =>
  atMost(max, field.min(1, { abort: true }).refine(isOneLine, aLine).refine(isVisible, aLine)).meta({
    ...shown,
    maxLength: max,
    examples: [example],
  });

/** A name has no characters that turn the direction of writing: whoever types them means to look like somebody else. */
export const writtenNameField = writtenLine(
  displayNameMaxLength,
  textField.refine((text) => text === withoutTurns(text), 'must not turn the direction of writing'),
  'Anna Lindqvist',
);
/** From titles and longer texts, where they come in by copying, they are taken away. */
export const writtenTitleField = writtenLine(titleMaxLength, writtenText, 'First snow');
export const writtenBioField = atMost(bioMaxLength, writtenText);
export const writtenDescriptionField = atMost(descriptionMaxLength, writtenText);
export const writtenCommentField = atMost(
  commentMaxLength,
  writtenText.min(1, { abort: true }).refine(isVisible, 'must have something to see in it'),
).meta({
  format: 'visible-text',
  description: 'Lines with something to see in them.',
  maxLength: commentMaxLength,
  examples: ['What a light!'],
});
export const writtenAltTextField = atMost(altTextMaxLength, writtenText);
export const visibilityField = z.enum(['public', 'private']);
export const timestampField = z.iso.datetime();

/** Where everybody sees a picture: a path on the web origin. */
const publicPathField = z
  .string()
  .max(200)
  .regex(/^\/[a-zA-Z0-9_-]+(\/[a-zA-Z0-9_-]+)*\.[a-z]+$/)
  .meta({ examples: ['/renditions/4fJx0uSuw2cVQeT1u9n8Zw/w160.webp'] });

/** The photo that stands for a person, and where everybody sees it. */
export const avatarField = z.object({ mediaId: ulidField, url: publicPathField });

/** What shows a photo that everybody may see, beside words about it. */
export const shownPictureField = z.object({
  /** Which set of renditions it is of: a later one is where the photo is now, and an older one is gone. */
  mediaVersion: z.int().positive(),
  setVersion: z.int().min(0),
  /** What is to be seen; absent where the title stands for it. */
  altText: altTextField.optional(),
  /** A few hundred pixels wide. */
  url: publicPathField,
  /** For mails, whose readers do not know every type; up to 1,200 px wide. Absent for older photos. */
  jpeg: z
    .object({ url: publicPathField, widthPx: z.int().positive(), heightPx: z.int().positive() })
    .optional(),
});
export type ShownPicture = z.infer<typeof shownPictureField>;

export const shownPictureExample: ShownPicture = {
  ...{ mediaVersion: 2, setVersion: 1, altText: 'A white street' },
  url: '/renditions/4fJx0uSuw2cVQeT1u9n8Zw/w160.webp',
  jpeg: { url: '/renditions/4fJx0uSuw2cVQeT1u9n8Zw/link-preview.jpg', widthPx: 1200, heightPx: 900 },
};

/** The types that an upload may have; `image/*` would let SVG, which can carry scripts, pass. */
export const imageTypeField = z.enum([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/heic',
  'image/heif',
]);

/** The type of an original's bytes, in events. One day there are more: a reader expects types that it does not know. */
export const originalTypeField = z.string().regex(/^image\/[a-z0-9.+-]{1,40}$/);

/**
 * Why a photo cannot be shown. `code` is for programs, `message` is a sentence for its owner.
 * `type-mismatch`: the bytes are no picture of a type that is taken. `unreadable`: they are, and are damaged beyond
 * showing. `too-many-pixels`: more than this way of storing a picture may have.
 */
export const rejectionField = z.object({
  code: z.enum(['empty', 'too-large', 'type-mismatch', 'unreadable', 'too-many-pixels']),
  /** For `type-mismatch`: what the bytes are instead, if that is known: `raw`, `tiff`, `video`, `pdf`, … */
  kind: z
    .string()
    .regex(/^[a-z0-9-]{1,30}$/)
    .optional(),
  message: z.string().min(1).max(300),
});

/** What the camera wrote about the picture. The place where it was taken is never among it. */
export const cameraField = z.object({
  make: z.string().max(100).optional(),
  model: z.string().max(100).optional(),
  lens: z.string().max(150).optional(),
  exposureSeconds: z.number().positive().optional(),
  aperture: z.number().positive().optional(),
  iso: z.int().positive().optional(),
  focalLengthMm: z.number().positive().optional(),
  /**
   * The camera's own time, `2026-11-21T10:30:00`, and its offset behind that if the camera knew it:
   * `2026-11-21T10:30:00+01:00`. Without one, nobody knows the moment, only what the clock showed.
   */
  capturedAt: z.string().max(40).optional(),
});

/** What whoever looks at a picture ought to know of it. Absent: nothing; the picture is all that its file held. */
export const pictureNotesField = z.object({
  /** The file is damaged; what could be read of it is shown, and its owner may replace it. */
  damaged: z
    .object({
      /** Measured: the part of the picture's area that could not be read. 0: none of it. Absent: it cannot be told. */
      missingShare: z.number().min(0).max(1).optional(),
    })
    .optional(),
  /** The file moves and its renditions do not. */
  motionDropped: z
    .object({
      /** Of the file; absent when nobody counted them. */
      frames: z.int().min(2).optional(),
    })
    .optional(),
});

export type Visibility = z.infer<typeof visibilityField>;
export type ImageType = z.infer<typeof imageTypeField>;
export type Rejection = z.infer<typeof rejectionField>;
export type Camera = z.infer<typeof cameraField>;
export type PictureNotes = z.infer<typeof pictureNotesField>;

/** A tag as somebody asks for it, in large or small letters; what comes of it is the tag. */
export const tagParameter = z
  .string()
  .max(4 * tagMaxLength)
  .transform(normalTag)
  .refine(isTag, `must be a tag: at most ${tagMaxLength} letters, digits and _, with a letter among them`)
  .meta({ type: 'string', format: 'tag', maxLength: tagMaxLength, examples: ['snow'] });
