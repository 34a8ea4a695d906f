import type { MailsEnded } from '@shutterbus/contracts/routes/notification-mails';
import * as z from 'zod';

/** Each mail of ours goes to one. */
const mail = z.object({ messageId: z.string(), destination: z.tuple([z.string().min(1)]) });

/**
 * What SES tells of a mail, as far as it is read here. The recipients that a bounce or a complaint names beside are not: the mail server
 * at the other end names them, and may name to whom it forwarded the mail, or anybody.
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const mailFeedbackSchema = z.object({
  detail: z.discriminatedUnion('eventType', [
    z.object({ eventType: z.literal('Bounce'), mail, bounce: z.object({ bounceType: z.string() }) }),
    z.object({
      eventType: z.literal('Complaint'),
      mail,
      complaint: z.object({ complaintFeedbackType: z.string().nullish() }),
    }),
  ]),
});
export type MailFeedback = z.infer<typeof mailFeedbackSchema>;

/**
 * The address to which no mail is to go any more, and why: that to which the mail was sent. What may pass ends nothing, nor does word
 * that a mail was no spam.
 */
export function endedBy({ detail }: MailFeedback): { reason: MailsEnded; address: string } | undefined {
  const [address] = detail.mail.destination;
  if (detail.eventType === 'Bounce')
    return detail.bounce.bounceType === 'Permanent' ? { reason: 'bounced', address } : undefined;
  return detail.complaint.complaintFeedbackType === 'not-spam'
    ? undefined
    : { reason: 'complained', address };
}
