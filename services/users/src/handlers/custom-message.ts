import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { type AccountMailKind, renderAccountMail } from '../account-mail.ts';
import { cognitoTrigger } from '../adapters/cognito-trigger.ts';

/**
 * Cognito trigger CustomMessage — words the mails with codes. Sources that are not listed keep Cognito's own text.
 * Input: events/users/custom-message.json
 */
const env = readEnv({ WEB_ORIGIN: z.string().default('') });

const kinds: Record<string, AccountMailKind> = {
  CustomMessage_SignUp: 'confirm',
  CustomMessage_ResendCode: 'confirm',
  CustomMessage_ForgotPassword: 'reset-password',
  CustomMessage_UpdateUserAttribute: 'verify-email',
  CustomMessage_VerifyUserAttribute: 'verify-email',
};
const requestSchema = z.object({ codeParameter: z.string().min(1) });

export const handler = cognitoTrigger(async ({ triggerSource, request }) => {
  const kind = kinds[triggerSource];
  if (!kind) return undefined;
  const { codeParameter: code } = requestSchema.parse(request);
  const { subject, html } = renderAccountMail(kind, {
    name: request.userAttributes.name,
    email: request.userAttributes.email ?? '',
    code,
    webOrigin: env.WEB_ORIGIN,
  });
  return { emailSubject: subject, emailMessage: html };
});
