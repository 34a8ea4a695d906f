import * as z from 'zod';

/** Values that a template may hold as text, since every parameter of CloudFormation is text. */
export const numeric = (least: number, most: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^-?\d+$/)
        .transform(Number),
    ])
    .pipe(z.number().int().min(least).max(most));

export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

export const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

/** A property that changes nothing on one machine. */
export const ignored = z.unknown().optional();
