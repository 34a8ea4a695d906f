import {
  type OptionalKind,
  optionalKinds,
  type Preferences,
} from '@shutterbus/contracts/routes/notification-mails';
import type { Person } from './ports.ts';

export const isOptional = (kind: string): kind is OptionalKind =>
  optionalKinds.some((optional) => optional === kind);

/** Mails come until they are switched off. */
export const wantsMail = (person: Pick<Person, 'mailsOff'> | undefined, kind: string): boolean =>
  !(isOptional(kind) && person?.mailsOff?.includes(kind));

export function preferencesOf(person: Pick<Person, 'mailsOff'> | undefined): Pick<Preferences, 'mail'> {
  const wants = (kind: OptionalKind): boolean => wantsMail(person, kind);
  return {
    mail: {
      'new-follower': wants('new-follower'),
      'photo-published': wants('photo-published'),
      liked: wants('liked'),
      commented: wants('commented'),
    },
  };
}
