import {
  BadRequestException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  SESv2Client,
  SendEmailCommand,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { MailRefusedError } from '../errors.ts';
import { sesMailer } from './ses-mailer.ts';

const client = new SESv2Client({});
const ses = mockClient(client);
const mailer = sesMailer('Shutterbus <noreply@example.com>', client);
const mail = {
  to: 'ben@example.com',
  subject: 'S',
  text: 'T',
  html: '<p>H</p>',
  correlationId: 'correlation',
};
const facts = { $metadata: {}, message: 'no' };
beforeEach(() => ses.reset());

describe('sesMailer', () => {
  it('sends both forms, with the correlation id in a header', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: '1' });
    await mailer.send(mail);
    expect(ses.commandCalls(SendEmailCommand)[0]?.args[0].input).toEqual({
      FromEmailAddress: 'Shutterbus <noreply@example.com>',
      Destination: { ToAddresses: ['ben@example.com'] },
      Content: {
        Simple: {
          Subject: { Data: 'S', Charset: 'UTF-8' },
          Body: { Text: { Data: 'T', Charset: 'UTF-8' }, Html: { Data: '<p>H</p>', Charset: 'UTF-8' } },
          Headers: [{ Name: 'X-Correlation-Id', Value: 'correlation' }],
        },
      },
    });
  });

  it.each([
    new MessageRejected(facts),
    new MailFromDomainNotVerifiedException(facts),
    new BadRequestException(facts),
  ])('takes $name as final', async (error) => {
    ses.on(SendEmailCommand).rejects(error);
    await expect(mailer.send(mail)).rejects.toThrow(new MailRefusedError(error.name));
  });

  it.each([new TooManyRequestsException(facts), new LimitExceededException(facts), new Error('timeout')])(
    'leaves $name to be tried again',
    async (error) => {
      ses.on(SendEmailCommand).rejects(error);
      await expect(mailer.send(mail)).rejects.toBe(error);
    },
  );
});
