import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { NotificationFailed, NotificationSent } from '@shutterbus/contracts/events/notifications';
import type { Clock } from '@shutterbus/lambda/clock';
import { AddressUnknownError, MailInProgressError, MailRefusedError } from '../errors.ts';
import { renderMail } from '../mail-text.ts';
import type { Notice } from '../notice.ts';
import type { Mailer, NoticeKey, NoticeRepository, PersonRepository } from '../ports.ts';

export interface SendMailDeps {
  notices: NoticeRepository;
  people: PersonRepository;
  mailer: Mailer;
  /** Address of the web app without a trailing slash, or '' for mails without links. */
  webOrigin: string;
  clock: Clock;
  newId: () => string;
}

/** Longer than the function may run, shorter than the queue waits: a crashed claim is over when the message returns. */
const leaseSeconds = 30;

/**
 * Sends the mail of one notification. At least once: the intent is recorded first, so a repeated or concurrent
 * message sends nothing, but a crash after the mail service took the mail and before that is recorded sends it again.
 * @throws AddressUnknownError · MailInProgressError · what the mailer threw, unless it refused for good
 */
export function makeSendMail({ notices, people, mailer, webOrigin, clock, newId }: SendMailDeps) {
  return async (key: NoticeKey, { trace }: { trace: Trace }): Promise<void> => {
    const notice = await notices.find(key);
    // Gone with its account, or settled by an earlier delivery of this message.
    if (!notice || notice.mail === 'sent' || notice.mail === 'failed') return;
    const person = await people.find(key.userId);
    if (person?.email === undefined) throw new AddressUnknownError();
    if (!(await notices.claimMail(key, leaseSeconds))) throw new MailInProgressError();
    const { displayName, email: to } = person;
    const mail = {
      to,
      correlationId: trace.correlationId,
      ...renderMail(notice.facts, { displayName, webOrigin }),
    };
    const reasonCode = await send(notice, () => mailer.send(mail));
    await settle(notice, reasonCode, trace);
  };

  /** @returns why the mail was refused for good, or undefined when it was taken */
  async function send(notice: Notice, attempt: () => Promise<void>): Promise<string | undefined> {
    try {
      await attempt();
      return undefined;
    } catch (error) {
      if (error instanceof MailRefusedError) return error.code;
      await notices.releaseMail(notice);
      throw error;
    }
  }

  async function settle(notice: Notice, reasonCode: string | undefined, trace: Trace): Promise<void> {
    const { id, userId, facts } = notice;
    const data = { notificationId: id, userId, kind: facts.kind, channel: 'email' } as const;
    const common = {
      eventId: newId(),
      occurredAt: clock().toISOString(),
      aggregateId: id,
      // A notification has one outcome, and that is its only event.
      aggregateVersion: 1,
      trace,
    };
    if (reasonCode === undefined)
      await notices.settleMail(notice, 'sent', [createEvent(NotificationSent, { ...common, data })]);
    else
      await notices.settleMail(notice, 'failed', [
        createEvent(NotificationFailed, { ...common, data: { ...data, reasonCode } }),
      ]);
  }
}
