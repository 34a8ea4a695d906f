import { withoutTurns } from '@shutterbus/contracts/text-rules';
import { escapeHtml } from '@shutterbus/lambda/escape-html';

/** The mails that go with an account. Each holds the code that the person types in. */
export type AccountMailKind = 'confirm' | 'reset-password' | 'verify-email';

export interface AccountMail {
  subject: string;
  html: string;
}

interface Facts {
  name: string | undefined;
  email: string;
  /** Cognito's placeholder; it puts the code in its place. */
  code: string;
  /** Address of the web app without a trailing slash; without it the mail has no link. */
  webOrigin: string | undefined;
}

const texts: Record<
  AccountMailKind,
  { subject: string; before: string; after: string; path: string; link: string }
> = {
  confirm: {
    subject: 'Your Shutterbus code',
    before: 'Welcome aboard. Enter this code to confirm your e-mail address, in the browser where you began:',
    after:
      'The code is valid for 24 hours. If it was not you who signed up, enter it nowhere: what was begun goes by itself within a day.',
    path: '/join/confirm',
    link: 'Enter the code',
  },
  'reset-password': {
    subject: 'Choose a new Shutterbus password',
    before: 'Somebody, hopefully you, wants to choose a new password. Enter this code to do so:',
    after:
      'The code is valid for one hour. If it was not you, ignore this mail; your password stays as it is.',
    path: '/reset',
    link: 'Choose a new password',
  },
  'verify-email': {
    subject: 'Confirm your e-mail address for Shutterbus',
    before: 'Enter this code to confirm that this address is yours:',
    after: 'If you did not ask for it, you need not do anything.',
    path: '/settings',
    link: 'Enter the code',
  },
};

/** Reads as plain text too, in programs that take the markup away: Cognito sends one body only. */
export function renderAccountMail(
  kind: AccountMailKind,
  { name, email, code, webOrigin }: Facts,
): AccountMail {
  const { subject, before, after, path, link } = texts[kind];
  const greeting = name !== undefined && looksLikeName(name) ? `Hello ${escapeHtml(name)},` : 'Hello,';
  const query = `?email=${encodeURIComponent(email)}`;
  const anchor =
    webOrigin === undefined
      ? ''
      : `<p><a href="${escapeHtml(`${webOrigin}${path}${query}`)}">${link}</a></p>\n`;
  return {
    subject,
    html: `<!doctype html>
<html lang="en">
<body style="margin:0;padding:24px;background:#f6f5f2;color:#1d1d1f;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#fff;border-radius:12px">
<p style="margin-top:0;font-weight:600">Shutterbus</p>
<p>${greeting}</p>
<p>${before}</p>
<p style="font-size:28px;font-weight:600;letter-spacing:4px">${code}</p>
<p>${after}</p>
${anchor}</div>
</body>
</html>`,
  };
}

/**
 * The address is not proved yet: anybody can have this mail sent to anybody, with a name of their choice. A name
 * that mail programs would turn into a link is left out, so that the mail cannot be used to advertise, and so is one
 * with characters that turn the direction of writing.
 */
const looksLikeName = (name: string): boolean =>
  name === withoutTurns(name) && !/[/:@\\{}#]|\.\S|^.{51}/su.test(name);
