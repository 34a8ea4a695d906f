import * as z from 'zod';

/** Fields that more than one event or route uses; one definition each, so that their bounds cannot drift. */

export const ulidField = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'must be a ULID');

/** Cognito's `sub`. */
export const userIdField = z.uuid();

/** A person's public name in addresses: 3–20 of a–z, 0–9 and single hyphens inside. */
export const handleField = z
  .string()
  .regex(
    /^(?=.{3,20}$)[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be 3 to 20 of a-z, 0-9 and single hyphens between them',
  );

/** One line with something to see in it: no line breaks or other control characters, not blanks alone. */
const lineField = z
  .string()
  .trim()
  .min(1, { abort: true })
  .regex(/^(?=.*[^\s\p{C}])\P{Cc}*$/u, 'must be one line of visible text');

export const displayNameField = lineField.max(50);
export const bioField = z.string().trim().max(300);
export const titleField = lineField.max(100);
export const descriptionField = z.string().trim().max(2000);
export const visibilityField = z.enum(['public', 'private']);
export const timestampField = z.iso.datetime();

/** The types that an upload may have; `image/*` would let SVG, which can carry scripts, pass. */
export const imageTypeField = z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/** 25 MiB: what a phone's or camera's largest JPEG needs, with room; the presigned POST enforces it too. */
export const maxUploadBytes = 25 * 1024 * 1024;

/** Why a photo cannot be shown. `code` is for programs, `message` is a sentence for its owner. */
export const rejectionField = z.object({
  code: z.enum(['empty', 'too-large', 'type-mismatch', 'unreadable', 'too-many-pixels']),
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
  capturedAt: z.string().max(40).optional(),
});

export type Visibility = z.infer<typeof visibilityField>;
export type ImageType = z.infer<typeof imageTypeField>;
export type Rejection = z.infer<typeof rejectionField>;
export type Camera = z.infer<typeof cameraField>;
