import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fanOutSchema } from '../fan-out.ts';
import { endedBy, mailFeedbackSchema } from '../mail-feedback.ts';
import { noticeSchema } from '../notice.ts';

const read = (name: string) =>
  JSON.parse(
    readFileSync(path.join(import.meta.dirname, `../../../../events/notifications/${name}.json`), 'utf8'),
  );

/** What the service's own queues hold; the other inputs are tested for all services alike, in tests/contracts. */
describe('events/notifications', () => {
  it.each([
    ['tell-followers', fanOutSchema],
    ['send-mail', noticeSchema.pick({ id: true, userId: true })],
  ])('%s.json holds a message that its worker reads', (name, schema) => {
    const { trace, message } = JSON.parse(read(name).Records[0].body);
    expect(trace.correlationId).toBeTruthy();
    expect(schema.safeParse(message).success).toBe(true);
    expect(schema.safeParse({}).success).toBe(false);
  });

  it('on-mail-feedback.json holds an event of SES', () => {
    const feedback = JSON.parse(read('on-mail-feedback').Records[0].body);
    expect(endedBy(mailFeedbackSchema.parse(feedback))).toEqual({
      reason: 'bounced',
      address: 'bounce@simulator.amazonses.com',
    });
    expect(mailFeedbackSchema.safeParse({ ...feedback, detail: {} }).success).toBe(false);
  });
});
