import { emailField } from '@shutterbus/contracts/fields';
import * as z from 'zod';
import type { Account } from '../ports.ts';

const attributesSchema = z.object({
  email: emailField,
  'custom:handle': z.string().optional(),
  name: z.string().optional(),
});

/** @throws z.ZodError when there is no e-mail address */
export function accountOf(attributes: Record<string, string>): Account {
  const { email, name, 'custom:handle': handle } = attributesSchema.parse(attributes);
  return { email, handle, displayName: name };
}
