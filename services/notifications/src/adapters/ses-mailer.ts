import {
  BadRequestException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { MailRefusedError } from '../errors.ts';
import type { Mailer } from '../ports.ts';

/**
 * One attempt for each message of the queue, short enough that a batch fits into the function's time: the queue does
 * the waiting and the repeating, and a mail is not sent twice by a retry that nobody sees.
 */
const ses = new SESv2Client(clientSettings({ requestTimeoutMs: 3_000, maxAttempts: 1 }));

/** Answers that stay the same however often one asks. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
const permanent = [MessageRejected, MailFromDomainNotVerifiedException, BadRequestException];

/** @param from `Name <address>`; the address or its domain is verified in SES */
export function sesMailer(from: string, client: SESv2Client = ses): Mailer {
  return {
    async send({ to, subject, text, html, correlationId }) {
      const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
      try {
        await client.send(
          new SendEmailCommand({
            FromEmailAddress: from,
            Destination: { ToAddresses: [to] },
            Content: {
              Simple: {
                Subject: content(subject),
                Body: { Text: content(text), Html: content(html) },
                Headers: [{ Name: 'X-Correlation-Id', Value: correlationId }],
              },
            },
          }),
        );
      } catch (error) {
        const refusal = permanent.find((type) => error instanceof type) && error instanceof Error;
        throw refusal ? new MailRefusedError(error.name) : error;
      }
    },
  };
}
