import {
  AnswersErased,
  NoticesErased,
  PhotosErased,
  RenditionsErased,
} from '@shutterbus/contracts/events/erasure';
import { timestampField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** What has to be confirmed before nothing of somebody is left. Who is asked to erase one thing more gets a line here. */
export const confirmations = [PhotosErased, AnswersErased, RenditionsErased, NoticesErased] as const;
const names = confirmations.map(({ detailType }) => detailType);

/** How far it is with somebody who leaves, beside the profile and after it. */
export const erasureSchema = z.object({
  userId: userIdField,
  /** Tells one leaving from another of the same person. */
  leavingUntil: timestampField,
  /** Of the UserDeleted that was said, or was about to be. */
  deletedVersion: z.int().positive().optional(),
  /** What was confirmed: names of events. */
  confirmed: z.array(z.string()).default([]),
  /** By which the conductor is woken, and by what. It goes nowhere else: neither into an event nor into a log. */
  token: z.string().optional(),
  awaits: z.enum(['return', 'confirmations']).optional(),
});
export type Erasure = z.infer<typeof erasureSchema>;

/** What a conductor waits for, from somebody who has its token. */
export type Awaited = Required<Pick<Erasure, 'token' | 'awaits'>>;

export const missingOf = ({ confirmed }: Pick<Erasure, 'confirmed'>): string[] =>
  names.filter((name) => !confirmed.includes(name));

/** What a leaving is conducted with. */
export const leavingSchema = z.object({
  userId: userIdField,
  leavingUntil: timestampField,
  correlationId: z.string().min(1),
  causationId: z.string().min(1),
});
export type ConductedLeaving = z.infer<typeof leavingSchema>;
