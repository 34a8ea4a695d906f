import { createEvent, type Trace } from '@shutterbus/contracts/event';
import {
  NotificationFailed,
  NotificationFailedV2,
  NotificationSent,
  NotificationSentV2,
} from '@shutterbus/contracts/events/notifications';
import type { Clock } from '@shutterbus/lambda/clock';
import {
  AddressUnknownError,
  MailInProgressError,
  MailNotTakenError,
  MailRefusedError,
  OriginUnknownError,
} from '../errors.ts';
import { type MailPicture, renderMail } from '../mail-text.ts';
import type { Facts, Notice } from '../notice.ts';
import type {
  AddressRepository,
  Mail,
  Mailer,
  NoticeKey,
  NoticeRepository,
  Person,
  PersonRepository,
  PhotoRepository,
  PictureRepository,
  PublicationRepository,
} from '../ports.ts';
import { isOptional, wantsMail } from '../preferences.ts';
import { makeStillToTell } from '../still-to-tell.ts';
import { unsubscribeToken } from '../unsubscribe-token.ts';

export interface SendMailDeps {
  notices: NoticeRepository;
  people: PersonRepository;
  addresses: Pick<AddressRepository, 'whyEnded'>;
  photos: Pick<PhotoRepository, 'wasHiddenSince'>;
  publications: Pick<PublicationRepository, 'find'>;
  pictures: Pick<PictureRepository, 'find'>;
  mailer: Mailer;
  /** Address of the web app without a trailing slash; undefined until it is known. */
  webOrigin: () => Promise<string | undefined>;
  clock: Clock;
  newId: () => string;
  /** A secret of 256 bits, for somebody who has none yet. */
  newKey: () => string;
}

/** Why there is no mail: its reader wants none, none goes to the address, or nothing of what it would tell is to be seen any more. */
type NoMail = 'unwanted' | 'address-ended' | 'out-of-date';

export type MailOutcome = 'sent' | NoMail | 'unconfirmed' | 'failed' | 'nothing-to-do';

interface Sent {
  outcome: MailOutcome;
  /** Why the mail was refused for good. */
  reasonCode?: string;
}

const unconfirmed: Sent = { outcome: 'unconfirmed' };

/** Longer than the function may run, shorter than the queue waits: a crashed claim is over when the message returns. */
const leaseSeconds = 30;

/** One that may be lost, and one for that case. */
const copiesAtMost = 2;

/**
 * Sends the mail of one notification: one copy when the mail service answers, and never more than two. The intent is
 * recorded first, so a repeated or concurrent message sends nothing. What got no answer (a slow mail service, a crash) may
 * be on its way, so its claim stays and its copy counts: it is followed by one more, and by none when that one gets no
 * answer either.
 * @returns how it stands: `unconfirmed` counts as sent although the mail service took neither copy with an answer
 * @throws AddressUnknownError · OriginUnknownError · MailInProgressError · what the mailer threw, while another attempt may follow
 */
export function makeSendMail({
  notices,
  people,
  addresses,
  photos,
  publications,
  pictures,
  mailer,
  clock,
  newId,
  newKey,
  ...deps
}: SendMailDeps) {
  const stillToTell = makeStillToTell({ people, photos, publications });
  return async (key: NoticeKey, { trace }: { trace: Trace }): Promise<MailOutcome> => {
    const notice = await notices.find(key);
    // Gone with its account, or settled by an earlier delivery of this message.
    if (!notice || notice.mail === 'sent' || notice.mail === 'failed') return 'nothing-to-do';
    const person = await people.find(key.userId);
    // Told of after the person had gone.
    if (person?.gone) {
      await notices.remove([key]);
      return 'nothing-to-do';
    }
    if (person?.email === undefined) throw new AddressUnknownError();
    const webOrigin = await deps.webOrigin();
    if (webOrigin === undefined) throw new OriginUnknownError();
    const mail = await mailOf(notice, { ...person, email: person.email }, webOrigin, trace);
    // The last thing before the mail is handed over: whatever fails earlier counts no copy.
    const copies = await notices.claimMail(key, leaseSeconds);
    if (copies === undefined) throw new MailInProgressError();
    if (typeof mail === 'string') {
      // Neither sent nor refused: nobody is told of it.
      await notices.settleMail(notice, 'failed', []);
      return mail;
    }
    const { outcome, reasonCode } =
      copies > copiesAtMost ? unconfirmed : await send(notice, copies, () => mailer.send(mail));
    await settle(notice, reasonCode, trace);
    return outcome;
  };

  /** The mail, of what is still to be told when it is due; or why there is to be none. */
  async function mailOf(
    notice: Notice,
    person: Person & { email: string },
    webOrigin: string,
    { correlationId }: Trace,
  ): Promise<Mail | NoMail> {
    const { displayName, email: to, leavingUntil, mailKey } = person;
    if (leavingUntil !== undefined || !wantsMail(person, notice.facts.kind)) return 'unwanted';
    if (await addresses.whyEnded(to)) return 'address-ended';
    const facts = await stillToTell(notice.facts, notice.createdAt);
    if (facts === undefined) return 'out-of-date';
    const token = await tokenFor(notice, mailKey);
    return {
      to,
      correlationId,
      unsubscribeUrl: token && `${webOrigin}/v1/notifications/unsubscribe?token=${token}`,
      ...renderMail(facts, {
        displayName,
        webOrigin,
        endUrl: token && `${webOrigin}/unsubscribe?token=${token}`,
        picture: await pictureOf(facts, webOrigin),
      }),
    };
  }

  /** What shows the photo to everybody at this moment. */
  async function pictureOf(facts: Facts, webOrigin: string): Promise<MailPicture | undefined> {
    if (!('mediaId' in facts)) return undefined;
    const { jpeg, altText } = (await pictures.find(facts.mediaId)) ?? {};
    return jpeg && { ...jpeg, url: webOrigin + jpeg.url, altText: altText ?? facts.title };
  }

  /** Of the link that ends mails of this kind; undefined where they cannot be ended. */
  async function tokenFor({ userId, facts }: Notice, known: string | undefined): Promise<string | undefined> {
    const { kind } = facts;
    if (!isOptional(kind)) return undefined;
    const mailKey = known ?? (await people.keepMailKey(userId, newKey()));
    return unsubscribeToken({ userId, kind }, mailKey, clock());
  }

  async function send(notice: Notice, copies: number, attempt: () => Promise<void>): Promise<Sent> {
    try {
      await attempt();
      return { outcome: 'sent' };
    } catch (error) {
      if (error instanceof MailRefusedError) return { outcome: 'failed', reasonCode: error.code };
      if (error instanceof MailNotTakenError) await notices.releaseMail(notice, copies);
      else if (copies === copiesAtMost) return unconfirmed;
      throw error;
    }
  }

  async function settle(notice: Notice, reasonCode: string | undefined, trace: Trace): Promise<void> {
    const { id, userId, facts } = notice;
    const data = { notificationId: id, userId, kind: facts.kind, channel: 'email' } as const;
    // Beside version 2 where version 1 has a word for the kind, until its last day (decision 0069).
    const first = NotificationSent.data.safeParse(data).data;
    const occurredAt = clock().toISOString();
    // A notification has one outcome, and that is its only version, however many events tell of it.
    const next = () => ({ eventId: newId(), occurredAt, aggregateId: id, aggregateVersion: 1, trace });
    if (reasonCode === undefined) {
      await notices.settleMail(notice, 'sent', [
        createEvent(NotificationSentV2, { ...next(), data }),
        ...(first ? [createEvent(NotificationSent, { ...next(), data: first })] : []),
      ]);
      return;
    }
    await notices.settleMail(notice, 'failed', [
      createEvent(NotificationFailedV2, { ...next(), data: { ...data, reasonCode } }),
      ...(first ? [createEvent(NotificationFailed, { ...next(), data: { ...first, reasonCode } })] : []),
    ]);
  }
}
