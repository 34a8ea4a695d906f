import type { MailsEnded } from '@shutterbus/contracts/routes/notification-mails';
import * as z from 'zod';

const recipients = z.array(z.object({ emailAddress: z.string().min(1) }));
const mail = z.object({ messageId: z.string() });

/**
 * What SES tells of a mail, as far as it is read here.
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const mailFeedbackSchema = z.object({
  detail: z.discriminatedUnion('eventType', [
    z.object({
      eventType: z.literal('Bounce'),
      mail,
      bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }),
    }),
    z.object({
      eventType: z.literal('Complaint'),
      mail,
      complaint: z.object({
        complainedRecipients: recipients,
        complaintFeedbackType: z.string().nullish(),
      }),
    }),
  ]),
});
export type MailFeedback = z.infer<typeof mailFeedbackSchema>;

/** Addresses to which no mail is to go any more, and why. What may pass ends nothing, nor does word that a mail was no spam. */
export function endedBy({ detail }: MailFeedback): { reason: MailsEnded; addresses: string[] } {
  if (detail.eventType === 'Bounce') {
    const { bounceType, bouncedRecipients } = detail.bounce;
    return { reason: 'bounced', addresses: bounceType === 'Permanent' ? addressesOf(bouncedRecipients) : [] };
  }
  const { complaintFeedbackType, complainedRecipients } = detail.complaint;
  const isUnwanted = complaintFeedbackType !== 'not-spam';
  return { reason: 'complained', addresses: isUnwanted ? addressesOf(complainedRecipients) : [] };
}

/** Some mail servers name the recipient as a mailbox: `Ann <ann@example.com>`. */
const addressesOf = (named: z.infer<typeof recipients>): string[] =>
  named.map(({ emailAddress }) => /<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress);
