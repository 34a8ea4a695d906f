import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { type MailFeedback, mailFeedbackSchema } from '../mail-feedback.ts';
import { noon } from '../notices.fixture.ts';
import { makeEndAddress } from './end-address.ts';

const mail = { messageId: '0100', destination: ['ann@example.com'] };
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
      complaint: { complainedRecipients: [{ emailAddress: 'ann@example.com' }], ...more },
    },
  });

describe('endAddress', () => {
  it.each<[string, MailFeedback, string | undefined]>([
    ['a mail that came back for good', bounce('Permanent'), 'bounced'],
    ['one whose server names its reader', bounce('Permanent', 'Ann <Ann@example.com>'), 'bounced'],
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
  });

  it('reads nothing else of SES', () => {
    for (const eventType of ['Delivery', 'Open']) {
      const detail = { eventType, mail };
      expect(mailFeedbackSchema.safeParse({ detail }).success).toBe(false);
    }
  });
});
