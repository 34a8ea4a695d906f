import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AccountSuspendedException,
  BadRequestException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
  SendingPausedException,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { mockClient } from 'aws-sdk-client-mock';
import { MailNotTakenError, MailRefusedError } from '../errors.ts';
import { sesMailer } from './ses-mailer.ts';

const client = new SESv2Client({});
const ses = mockClient(client);
const from = jest.fn<Promise<string | undefined>, []>(async () => 'Shutterbus <noreply@example.com>');
const mailer = sesMailer(from, 'feedback', client);
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
      ConfigurationSetName: 'feedback',
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

  it('lets mail programs offer a button that ends such mails', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: '1' });
    await mailer.send({ ...mail, unsubscribeUrl: 'https://photos.example.com/end?token=a' });
    const { Headers } = ses.commandCalls(SendEmailCommand)[0]?.args[0].input.Content?.Simple ?? {};
    expect(Headers?.slice(1)).toEqual([
      { Name: 'List-Unsubscribe', Value: '<https://photos.example.com/end?token=a>' },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ]);
  });

  it('takes no mail while its sender is not known', async () => {
    from.mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('the store is down'));
    for (let attempt = 1; attempt <= 2; attempt += 1)
      await expect(mailer.send(mail)).rejects.toMatchObject({
        name: 'MailNotTakenError',
        code: 'sender-unknown',
      });
    expect(ses.calls()).toHaveLength(0);
  });

  it('takes what is wrong with this mail as final', async () => {
    const error = new BadRequestException(facts);
    ses.on(SendEmailCommand).rejects(error);
    await expect(mailer.send(mail)).rejects.toThrow(new MailRefusedError('BadRequestException'));
  });

  it.each([
    new MessageRejected(facts),
    new MailFromDomainNotVerifiedException(facts),
    new AccountSuspendedException(facts),
    new SendingPausedException(facts),
    new TooManyRequestsException(facts),
    new LimitExceededException(facts),
    new NotFoundException(facts),
    // What IAM says; the client knows it by no class of its own.
    new SESv2ServiceException({ ...facts, name: 'AccessDeniedException', $fault: 'client' }),
  ])('knows of $name that the mail was not taken', async (error) => {
    ses.on(SendEmailCommand).rejects(error);
    await expect(mailer.send(mail)).rejects.toMatchObject({ name: 'MailNotTakenError', code: error.name });
  });

  it('knows that a mail was not taken where nobody listens', async () => {
    ses.on(SendEmailCommand).rejects(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    await expect(mailer.send(mail)).rejects.toThrow(MailNotTakenError);
  });

  it('does not know what became of a mail at an answer of 5xx', async () => {
    const error = new SESv2ServiceException({ ...facts, name: 'InternalFailure', $fault: 'server' });
    ses.on(SendEmailCommand).rejects(error);
    await expect(mailer.send(mail)).rejects.toBe(error);
  });
});

describe('sesMailer on a line that fails', () => {
  let server: Server;
  let taken = 0;
  /** What becomes of a mail once it is taken; the real limits, but for the time. */
  const over = async (afterwards: (server: Server) => void, requestTimeoutMs: number) => {
    taken = 0;
    server = createServer((request) =>
      request.resume().on('end', () => {
        taken += 1;
        afterwards(server);
      }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return sesMailer(
      from,
      'feedback',
      new SESv2Client({
        ...clientSettings({ requestTimeoutMs, maxAttempts: 1 }),
        region: 'eu-west-1',
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
    );
  };
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['answers too late', () => {}, 1000, 'requestTimeout'],
    ['hangs up', () => server.closeAllConnections(), 60_000, 'socket hang up'],
  ])('sends once, and knows nothing of the mail, when SES %s', async (_, afterwards, timeoutMs, message) => {
    const slow = await over(afterwards, timeoutMs);
    await expect(slow.send(mail)).rejects.toThrow(message);
    expect(taken).toBe(1);
  });
});
