import {
  type OptionalKind,
  optionalKinds,
  type Preferences,
} from '@shutterbus/contracts/routes/notification-mails';
import type { Person } from './ports.ts';

export const isOptional = (kind: string): kind is OptionalKind =>
  optionalKinds.some((optional) => optional === kind);

type Choices = Pick<Person, 'mailsOff' | 'appOff'>;

/** Mails come until they are switched off. */
export const wantsMail = (person: Pick<Person, 'mailsOff'> | undefined, kind: string): boolean =>
  !(isOptional(kind) && person?.mailsOff?.includes(kind));

/** Likewise in the app. */
const wantsInApp = (person: Pick<Person, 'appOff'> | undefined, kind: string): boolean =>
  !(isOptional(kind) && person?.appOff?.includes(kind));

/** @returns how somebody is told of a kind; undefined when they want nothing of it, or are gone */
export function wayToTell(
  reader: (Choices & Pick<Person, 'gone'>) | undefined,
  kind: string,
): { inApp: boolean } | undefined {
  if (reader?.gone) return undefined;
  const inApp = wantsInApp(reader, kind);
  return inApp || wantsMail(reader, kind) ? { inApp } : undefined;
}

export const preferencesOf = (person: Choices | undefined): Pick<Preferences, 'app' | 'mail'> => ({
  app: each((kind) => wantsInApp(person, kind)),
  mail: each((kind) => wantsMail(person, kind)),
});

const each = (wants: (kind: OptionalKind) => boolean): Record<OptionalKind, boolean> => ({
  'new-follower': wants('new-follower'),
  'photo-published': wants('photo-published'),
  liked: wants('liked'),
  commented: wants('commented'),
});
