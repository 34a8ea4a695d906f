import { randomUUID } from 'node:crypto';
import type { BusEvent, Mail } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { bareAddress } from './address.ts';

const simulated = /^(bounce|complaint|suppressionlist)(?:\+[^@]*)?@simulator\.amazonses\.com$/i;

export interface Feedback {
  eventType: 'bounce' | 'complaint';
  event: Omit<BusEvent, 'id' | 'account' | 'region'>;
}

/**
 * What SES tells of a mail to the addresses of its mailbox simulator, one event for each; nothing of other addresses, since every mail
 * arrives here. Shapes as in https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html; the simulator:
 * https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html. Not told: headers, and tags but the set.
 */
export function feedbackOn(
  world: World,
  mail: Mail,
  messageId: string,
  configurationSet: string,
): Feedback[] {
  return mail.to.flatMap((to): Feedback[] => {
    const emailAddress = bareAddress(to) ?? to;
    const kind = simulated.exec(emailAddress)?.[1]?.toLowerCase();
    if (kind === undefined) return [];
    const timestamp = new Date(world.now()).toISOString();
    const common = { timestamp, feedbackId: randomUUID() };
    const about = {
      timestamp,
      source: mail.from,
      sendingAccountId: world.accountId,
      messageId,
      destination: mail.to.map((address) => bareAddress(address) ?? address),
      headersTruncated: false,
      headers: [],
      commonHeaders: { from: [mail.from], to: mail.to, messageId, subject: mail.subject },
      tags: { 'ses:configuration-set': [configurationSet] },
    };
    const envelope = {
      source: 'aws.ses',
      time: `${timestamp.slice(0, 19)}Z`,
      resources: [`arn:aws:ses:${world.region}:${world.accountId}:configuration-set/${configurationSet}`],
    };
    if (kind === 'complaint') {
      const complaint = {
        complainedRecipients: [{ emailAddress }],
        complaintSubType: null,
        complaintFeedbackType: 'abuse',
        ...common,
      };
      const detail = { eventType: 'Complaint', mail: about, complaint };
      return [
        { eventType: 'complaint', event: { ...envelope, 'detail-type': 'Email Complaint Received', detail } },
      ];
    }
    const bounce = {
      bounceType: 'Permanent',
      bounceSubType: kind === 'bounce' ? 'General' : 'Suppressed',
      bouncedRecipients: [
        { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
      ],
      ...common,
    };
    const detail = { eventType: 'Bounce', mail: about, bounce };
    return [{ eventType: 'bounce', event: { ...envelope, 'detail-type': 'Email Bounced', detail } }];
  });
}
