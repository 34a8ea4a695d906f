import { emailField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** What became of a person's e-mail address since registration; there is none while nobody asked for another one. */
export const addressSchema = z.object({
  userId: userIdField,
  /** The one asked for last, whether or not its code was entered. */
  wanted: emailField,
  /** The one that UserEmailChanged told last. */
  told: emailField.optional(),
  /** Of the address; registration is 1. */
  version: z.int().positive(),
});
export type Address = z.infer<typeof addressSchema>;

/** Aggregate id of the events about it. */
export const addressId = (userId: string): string => `${userId}:email`;

/** As the user pool compares them. */
export const isSameAddress = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();
