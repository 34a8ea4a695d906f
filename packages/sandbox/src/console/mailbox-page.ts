import type { Mail } from '../core/ports.ts';
import { type Html, html, page } from './html.ts';

export interface ReceivedMail extends Mail {
  id: string;
  /** ISO 8601. */
  sentAt: string;
}

/** The part of the mailbox that the console reads. */
export interface MailList {
  /** Oldest first. */
  list(filter?: { to?: string | undefined }): ReceivedMail[];
  get(id: string): ReceivedMail | undefined;
}

/** Numbers that look like a code to type in; years and the like are shorter. */
const codePattern = /\b\d{6,8}\b/g;

/** More would make the page slow; the JSON has them all. */
const mostShown = 100;

/** Changes whenever a mail has come. */
export const mailboxVersion = (mails: MailList): string => mails.list().at(-1)?.id ?? 'none';

/** @param to shows only mails to this address */
export function mailboxPage(mails: MailList, to: string | undefined): string {
  const shown = mails.list({ to }).slice(-mostShown).reverse();
  const body = html`
<form action="/_sandbox/mailbox" role="search">
<label for="to">To</label>
<input id="to" name="to" type="search" value="${to}" placeholder="any address" autocomplete="off">
<button>Show</button>
</form>
<p class="muted">Mails of the app end here; none leaves this machine. As JSON: <a
href="/_sandbox/mail${to === undefined ? '' : html`?to=${encodeURIComponent(to)}`}">/_sandbox/mail</a></p>
<p id="news" class="muted" role="status"></p>
${shown.length === 0 ? html`<p id="empty" class="card">No mail yet. It appears here by itself.</p>` : undefined}
<div id="mails" data-version="${mailboxVersion(mails)}">
${shown.map((mail, index) => article(mail, index === 0))}
</div>`;
  return page('Mailbox', body, '/_sandbox/mailbox.js');
}

function article(mail: ReceivedMail, isOpen: boolean): Html {
  const readable =
    mail.text !== '' ? mail.text : mail.html.replace(/<(style|head)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ');
  const codes = [...new Set(`${mail.subject} ${readable}`.match(codePattern))];
  return html`<details class="card mail" id="mail-${mail.id}"${isOpen ? html` open` : undefined}>
<summary><strong>${mail.subject || '(no subject)'}</strong>
<span class="muted">to ${mail.to.join(', ')} · <time datetime="${mail.sentAt}">${readableTime(mail.sentAt)}</time></span></summary>
<div class="body">
<dl><dt>From</dt><dd>${mail.from}</dd><dt>To</dt><dd>${mail.to.join(', ')}</dd>${
    mail.by === undefined
      ? undefined
      : html`<dt>Story</dt><dd><a href="/_sandbox/story?request=${mail.by}">what led to it</a></dd>`
  }</dl>
${
  codes.length > 0
    ? html`<div class="codes">${codes.map(
        (code) =>
          html`<button type="button" data-code="${code}"><code>${code}</code> <span>Copy</span></button>`,
      )}</div>`
    : undefined
}
${
  mail.html === ''
    ? undefined
    : html`<iframe title="Mail: ${mail.subject}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/_sandbox/mail/${mail.id}/html"></iframe>`
}
${
  mail.text === ''
    ? undefined
    : mail.html === ''
      ? html`<pre>${mail.text}</pre>`
      : html`<details><summary>As text</summary><pre>${mail.text}</pre></details>`
}
</div>
</details>`;
}

/** `2026-11-21 12:30:05 UTC` */
const readableTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

/** What the frame shows: links open in a new tab, scripts and forms do nothing. */
export const mailDocument = (mail: ReceivedMail): string =>
  `<!doctype html><base target="_blank">${mail.html}`;

/** Also holds when somebody opens the document outside the frame. */
export const mailDocumentPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:";
