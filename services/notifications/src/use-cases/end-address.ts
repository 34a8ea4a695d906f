import type { Clock } from '@shutterbus/lambda/clock';
import { endedBy, type MailFeedback } from '../mail-feedback.ts';
import type { AddressRepository } from '../ports.ts';

/** Ends mails to addresses from which one came back for good, or by whose owner it was called unwanted. Safe to repeat, in any order. */
export const makeEndAddress =
  ({ addresses, clock }: { addresses: Pick<AddressRepository, 'end'>; clock: Clock }) =>
  async (feedback: MailFeedback): Promise<{ ended: number }> => {
    const ended = endedBy(feedback);
    if (ended) await addresses.end(ended.address, ended.reason, clock());
    return { ended: ended ? 1 : 0 };
  };
