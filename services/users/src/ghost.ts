import { timestampField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** A profile whose account was not there when somebody looked. */
export const suspectSchema = z.object({
  userId: userIdField,
  missedAt: timestampField,
  /** Begin of the lap that missed it. Absent: named by who ended the account, in a release before. */
  lapStartedAt: timestampField.optional(),
});
export type Suspect = z.infer<typeof suspectSchema>;

/** How far all profiles have been looked through: a lap. `after` is absent when it is done, and so believed. */
export const lapSchema = z.object({
  startedAt: timestampField,
  after: z.string().optional(),
  /** In the whole lap so far, in however many runs. */
  looked: z.int().min(0).default(0),
  missing: z.int().min(0).default(0),
});
export type Lap = z.infer<typeof lapSchema>;

/** Whether the lap that missed them is believed as a whole: it is done, or another one has begun since. */
export const isBelieved = ({ lapStartedAt: missedIn }: Suspect, lap: Lap | undefined): boolean =>
  missedIn === undefined ||
  (lap !== undefined && (lap.after === undefined ? missedIn <= lap.startedAt : missedIn < lap.startedAt));

/** A lap begins at most this often, so that nobody waits for a second look longer than a day. */
export const lapHours = 12;

/** Tokens live a quarter of an hour: after this, nobody who left can still write. */
export const restMinutes = 30;
