import { readEnv } from '@shutterbus/lambda/env';
import { logger } from '@shutterbus/lambda/logger';
import { parameter } from '@shutterbus/lambda/parameter';
import * as z from 'zod';
import { type AccountMailKind, renderAccountMail } from '../account-mail.ts';
import { cognitoTrigger } from '../adapters/cognito-trigger.ts';

/**
 * Cognito trigger CustomMessage — words the mails with codes. Sources that are not listed keep Cognito's own text. While the web
 * app's address is not known, a mail goes without its link: the code is what it is for, and Cognito waits for nothing. Input: events/users/custom-message.json
 */
const env = readEnv({ WEB_ORIGIN_PARAMETER: z.string().min(1) });
const webOrigin = parameter(env.WEB_ORIGIN_PARAMETER);

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
    webOrigin: await webOrigin().catch(withoutLink),
  });
  return { emailSubject: subject, emailMessage: html };
});

function withoutLink(error: unknown): undefined {
  logger.warn('The mail goes without its link', error as Error);
}
