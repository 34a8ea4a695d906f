import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { Mailbox } from '../../core/ports.ts';
import { masked } from './attributes.ts';
import type { Pool } from './pools.ts';
import type { Triggers } from './triggers.ts';
import { attributesOf, type User } from './users.ts';

export type MailOccasion =
  | 'SignUp'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'AdminCreateUser';

export interface CodeMail {
  occasion: MailOccasion;
  pool: Pool;
  user: User;
  to: string;
  /** The code, or the temporary password of an invitation. */
  code: string;
  clientId?: string | undefined;
  clientMetadata?: Record<string, string> | undefined;
}

export interface CodeDeliveryDetails {
  AttributeName: 'email';
  DeliveryMedium: 'EMAIL';
  /** Masked. */
  Destination: string;
}

/** Writes and posts the mails of a pool: by its CustomMessage trigger, by its template, or in Cognito's own words. */
export interface Mails {
  /** @throws AwsError what the CustomMessage trigger fails with */
  send(mail: CodeMail): Promise<CodeDeliveryDetails>;
}

const codePlaceholder = '{####}';
const namePlaceholder = '{username}';
const customMessage = z.object({ emailMessage: z.string().nullish(), emailSubject: z.string().nullish() });

export const deliveredTo = (email: string): CodeDeliveryDetails => ({
  AttributeName: 'email',
  DeliveryMedium: 'EMAIL',
  Destination: masked(email),
});

export function makeMails(triggers: Triggers, mailbox: Mailbox): Mails {
  return {
    async send({ occasion, pool, user, to, code, clientId, clientMetadata }) {
      const isInvitation = occasion === 'AdminCreateUser';
      const template = isInvitation ? invitation(pool) : verification(pool, occasion);
      const response = await triggers.run(pool, 'CustomMessage', {
        source: `CustomMessage_${occasion}`,
        userName: user.username,
        clientId,
        request: {
          userAttributes: { ...attributesOf(user), 'cognito:user_status': user.status },
          codeParameter: codePlaceholder,
          linkParameter: '{##Click Here##}',
          usernameParameter: isInvitation ? namePlaceholder : null,
          ...(clientMetadata && { clientMetadata }),
        },
        response: { smsMessage: null, emailMessage: null, emailSubject: null },
      });
      const custom = customMessage.safeParse(response ?? {});
      if (
        !custom.success ||
        (custom.data.emailMessage && !custom.data.emailMessage.includes(codePlaceholder))
      ) {
        throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
      }
      const message = custom.data.emailMessage ?? template.message;
      const name = user.attributes.email ?? user.username;
      const fill = (text: string, encode: (value: string) => string): string =>
        text.replaceAll(codePlaceholder, () => encode(code)).replaceAll(namePlaceholder, () => encode(name));
      mailbox.deliver({
        from: pool.properties.EmailConfiguration?.From ?? 'no-reply@verificationemail.com',
        to: [to],
        subject: fill(custom.data.emailSubject ?? template.subject, String),
        html: fill(message, escapeHtml),
        text: fill(withoutTags(message), String),
      });
      return deliveredTo(to);
    },
  };
}

function verification({ properties }: Pool, occasion: MailOccasion): { subject: string; message: string } {
  const { VerificationMessageTemplate: template } = properties;
  const words = occasion === 'ForgotPassword' ? 'Your password reset code is' : 'Your confirmation code is';
  return {
    subject: template?.EmailSubject ?? properties.EmailVerificationSubject ?? 'Your verification code',
    message: template?.EmailMessage ?? properties.EmailVerificationMessage ?? `${words} ${codePlaceholder}`,
  };
}

function invitation({ properties }: Pool): { subject: string; message: string } {
  const template = properties.AdminCreateUserConfig.InviteMessageTemplate;
  return {
    subject: template?.EmailSubject ?? 'Your temporary password',
    message:
      template?.EmailMessage ??
      `Your username is ${namePlaceholder} and temporary password is ${codePlaceholder}.`,
  };
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Cognito sends HTML alone; the mailbox shows its words as plain text too. */
function withoutTags(html: string): string {
  return html
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<(br|\/p|\/div|\/h\d|\/tr|\/li)\b[^>]*>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim();
}
