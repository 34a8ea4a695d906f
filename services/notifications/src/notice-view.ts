import type { ShownPicture } from '@shutterbus/contracts/fields';
import type { Notification } from '@shutterbus/contracts/routes/notifications';
import { type Notice, pathOf, personIn, photoIn, textOf } from './notice.ts';
import type { Illustrations, Person } from './ports.ts';
import { isToBeSeen } from './still-to-tell.ts';

type Found = Awaited<ReturnType<Illustrations['find']>>;

/** A notification as its reader sees it, beside it who and what is to be seen at present. */
export function viewOf({ id, facts, read, createdAt }: Notice, { people, pictures }: Found): Notification {
  const mediaId = photoIn(facts);
  return {
    ...{ id, kind: facts.kind, text: textOf(facts), path: pathOf(facts), read, createdAt },
    person: faceOf(people.get(personIn(facts) ?? '')),
    photo: mediaId === undefined ? undefined : { id: mediaId, picture: thumbnailOf(pictures.get(mediaId)) },
  };
}

function faceOf(person: Person | undefined): Notification['person'] {
  const { userId: id, handle, displayName, avatar } = person ?? {};
  if (!isToBeSeen(person) || id === undefined || handle === undefined || displayName === undefined)
    return undefined;
  return { id, handle, displayName, avatar };
}

function thumbnailOf(picture: ShownPicture | undefined): NonNullable<Notification['photo']>['picture'] {
  return picture && { url: picture.url, altText: picture.altText };
}
