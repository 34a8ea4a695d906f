import {
  BadRequestException,
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { MailNotTakenError, MailRefusedError } from '../errors.ts';
import type { Mailer } from '../ports.ts';

/**
 * One attempt for each message of the queue, short enough that a batch fits into the function's time: the queue does
 * the waiting and the repeating, and a mail is not sent twice by a retry that nobody sees.
 */
const ses = new SESv2Client(clientSettings({ requestTimeoutMs: 3_000, maxAttempts: 1 }));

/** What Node says when there was nobody to send the mail to: SES never saw it. */
const unreached = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * @param from gives `Name <address>`; the address or its domain is verified in SES
 * @param configurationSet by which SES tells what became of the mails
 */
export function sesMailer(
  from: () => Promise<string | undefined>,
  configurationSet: string,
  client: SESv2Client = ses,
): Mailer {
  return {
    async send({ to, subject, text, html, correlationId, unsubscribeUrl }) {
      const sender = await senderOf(from);
      const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
      try {
        await client.send(
          new SendEmailCommand({
            FromEmailAddress: sender,
            ConfigurationSetName: configurationSet,
            Destination: { ToAddresses: [to] },
            Content: {
              Simple: {
                Subject: content(subject),
                Body: { Text: content(text), Html: content(html) },
                Headers: [
                  { Name: 'X-Correlation-Id', Value: correlationId },
                  ...(unsubscribeUrl === undefined ? [] : oneClick(unsubscribeUrl)),
                ],
              },
            },
          }),
        );
      } catch (error) {
        throw meaningOf(error);
      }
    },
  };
}

/** What mail programs offer as a button. @see https://www.rfc-editor.org/rfc/rfc8058 */
const oneClick = (url: string) => [
  { Name: 'List-Unsubscribe', Value: `<${url}>` },
  { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
];

/** @throws MailNotTakenError without one: SES was not even asked */
async function senderOf(from: () => Promise<string | undefined>): Promise<string> {
  const sender = await from().catch((cause: unknown) => {
    throw new MailNotTakenError('sender-unknown', { cause });
  });
  if (sender === undefined) throw new MailNotTakenError('sender-unknown');
  return sender;
}

/**
 * An answer that blames the request says that SES did not take the mail. `BadRequestException` blames this mail; all others
 * blame the moment or the account (`MessageRejected` is also what a sender gets that is not verified, and everybody in the
 * sandbox of a new account). Time-outs, broken connections and answers of 5xx stay what they are: nobody knows.
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
function meaningOf(error: unknown): unknown {
  if (error instanceof BadRequestException) return new MailRefusedError(error.name);
  if (error instanceof SESv2ServiceException && error.$fault === 'client')
    return new MailNotTakenError(error.name, { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return unreached.has(code) ? new MailNotTakenError(code, { cause: error }) : error;
}
