import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { type MailFeedback, mailFeedbackSchema } from '../mail-feedback.ts';
import { noon } from '../notices.fixture.ts';
import { makeEndAddress } from './end-address.ts';

const mail = { messageId: '0100', destination: ['ann@example.com'] };
/** @param emailAddress as the server names it that sent the mail back */
const bounce = (bounceType: string, emailAddress = 'ann@example.com') =>
  mailFeedbackSchema.parse({
    source: 'aws.ses',
    detail: { eventType: 'Bounce', mail, bounce: { bounceType, bouncedRecipients: [{ emailAddress }] } },
  });
const complaint = (more: object = {}) =>
  mailFeedbackSchema.parse({
    detail: {
      eventType: 'Complaint',
      mail,
      complaint: { complainedRecipients: [{ emailAddress: 'ben@example.com' }], ...more },
    },
  });

describe('endAddress', () => {
  it.each<[string, MailFeedback, string | undefined]>([
    ['a mail that came back for good', bounce('Permanent'), 'bounced'],
    ['one that came back from where it was forwarded to', bounce('Permanent', 'ben@example.com'), 'bounced'],
    ['a mail that may arrive later', bounce('Transient'), undefined],
    ['a mail of which nobody knows why it came back', bounce('Undetermined'), undefined],
    ['a complaint', complaint(), 'complained'],
    ['one of a mail that was no spam', complaint({ complaintFeedbackType: 'not-spam' }), undefined],
    ['one with a reason', complaint({ complaintFeedbackType: 'abuse' }), 'complained'],
  ])('knows what follows from %s, however often it is told', async (_, feedback, reason) => {
    const addresses = memoryAddresses();
    const endAddress = makeEndAddress({ addresses, clock: () => new Date(noon) });
    for (let times = 0; times < 2; times += 1)
      expect(await endAddress(feedback)).toEqual({ ended: reason === undefined ? 0 : 1 });
    expect(await addresses.whyEnded('ann@example.com')).toBe(reason);
    // Whoever a mail server names beside: nobody wrote to them.
    expect(await addresses.whyEnded('ben@example.com')).toBeUndefined();
  });

  it('reads no word on a mail that went to several, which is none of ours', () => {
    const toSeveral = { ...mail, destination: ['ann@example.com', 'ben@example.com'] };
    const bouncedRecipients = [{ emailAddress: 'ann@example.com' }];
    const detail = { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients } };
    expect(mailFeedbackSchema.safeParse({ detail: { ...detail, mail } }).success).toBe(true);
    expect(mailFeedbackSchema.safeParse({ detail: { ...detail, mail: toSeveral } }).success).toBe(false);
  });

  it('reads nothing else of SES', () => {
    for (const eventType of ['Delivery', 'Open']) {
      const detail = { eventType, mail };
      expect(mailFeedbackSchema.safeParse({ detail }).success).toBe(false);
    }
  });
});
