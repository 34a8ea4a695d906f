import { timestampField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** A profile whose account was not there when somebody looked. */
export const suspectSchema = z.object({ userId: userIdField, missedAt: timestampField });
export type Suspect = z.infer<typeof suspectSchema>;

/** How far all profiles have been looked through: a lap. `after` is absent when it is done. */
export const lapSchema = z.object({ startedAt: timestampField, after: z.string().optional() });
export type Lap = z.infer<typeof lapSchema>;

/** A lap begins at most this often, so that nobody waits for a second look longer than a day. */
export const lapHours = 12;

/** Tokens live a quarter of an hour: after this, nobody who left can still write. */
export const restMinutes = 30;
