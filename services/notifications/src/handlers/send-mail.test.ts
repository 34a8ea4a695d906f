import { lambdaContext } from '@shutterbus/lambda/api-event.fixture';
import { queueBody } from '@shutterbus/lambda/queue';
import { AddressUnknownError, MailInProgressError } from '../errors.ts';
import { anna, notice, trace } from '../notices.fixture.ts';

const sendMail = jest.fn<Promise<string>, []>();
jest.mock('../use-cases/send-mail.ts', () => ({ makeSendMail: () => sendMail }));

describe('the handler of MailQueue', () => {
  let handler: typeof import('./send-mail.ts').handler;
  const environment = { ...process.env };
  beforeAll(async () => {
    for (const name of [
      'NOTIFICATIONS_TABLE',
      'MAIL_FROM_PARAMETER',
      'MAIL_CONFIGURATION_SET',
      'WEB_ORIGIN_PARAMETER',
    ])
      process.env[name] = 'name';
    ({ handler } = await import('./send-mail.ts'));
  });
  afterAll(() => {
    process.env = { ...environment };
  });

  const deliver = () => {
    const { id } = notice(anna);
    const body = queueBody({ id, userId: anna }, trace);
    const Records = [{ messageId: 'm', body, attributes: { ApproximateReceiveCount: '1' } }];
    return handler({ Records } as Parameters<typeof handler>[0], lambdaContext());
  };

  it('gives a mail back that somebody else is sending, without a fault', async () => {
    sendMail.mockRejectedValueOnce(new MailInProgressError());
    expect(await deliver()).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  });

  it('fails at whatever else it throws', async () => {
    sendMail.mockRejectedValueOnce(new AddressUnknownError());
    await expect(deliver()).rejects.toThrow('All 1 messages');
  });
});
