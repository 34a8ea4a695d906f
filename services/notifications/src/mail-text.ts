import { withoutTurns } from '@shutterbus/contracts/text-rules';
import { escapeHtml } from '@shutterbus/lambda/escape-html';
import {
  andOthers,
  type Facts,
  ownerOf,
  type PublishedFacts,
  packedOf,
  pathOf,
  peopleOf,
  textOf,
} from './notice.ts';

export interface MailText {
  subject: string;
  text: string;
  html: string;
}

interface Reader {
  displayName: string | undefined;
  /** Address of the web app without a trailing slash. */
  webOrigin: string;
  /** Page on which one ends mails of this kind; absent where they cannot be ended. */
  endUrl?: string | undefined;
  /** Shows the photo that it is about; absent where nothing does. */
  picture?: MailPicture | undefined;
}

export interface MailPicture {
  /** Of a public rendition: it ends with the publication. */
  url: string;
  widthPx: number;
  heightPx: number;
  altText: string;
}

/** 480 px, without what is left free on both sides. */
const textWidthPx = 432;

const endLabel = 'No more mails like this';

/** Words the mail for a notification. Names and titles are anybody's text: escaped in HTML, on one line in the subject. */
export function renderMail(facts: Facts, { displayName, webOrigin, endUrl, picture }: Reader): MailText {
  const greeting = displayName === undefined ? 'Hello,' : `Hello ${withoutTurns(displayName)},`;
  const { subject, link, ...wording } = wordingOf(facts);
  const lines = wording.lines.map(withoutTurns);
  const url = webOrigin + pathOf(facts);
  return {
    subject: withoutTurns(subject).replace(/\s+/g, ' '),
    text: [
      greeting,
      ...lines,
      `${link}: ${url}`,
      'Shutterbus',
      ...(endUrl ? [`${endLabel}: ${endUrl}`] : []),
    ].join('\n\n'),
    html: `<!doctype html>
<html lang="en">
<body style="margin:0;padding:24px;background:#f6f5f2;color:#1d1d1f;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#fff;border-radius:12px">
<p style="margin-top:0;font-weight:600">Shutterbus</p>
${[greeting, ...lines].map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
${picture ? `<p><a href="${escapeHtml(url)}">${imageOf(picture)}</a></p>\n` : ''}<p><a href="${escapeHtml(url)}" style="color:#3b5bdb">${escapeHtml(link)}</a></p>
${endUrl ? `<p><a href="${escapeHtml(endUrl)}" style="color:#6b6b70;font-size:14px">${endLabel}</a></p>\n` : ''}</div>
</body>
</html>`,
  };
}

/** As wide as the words, in its own proportions; programs that show no pictures show what is to be seen. */
function imageOf({ url, widthPx, heightPx, altText }: MailPicture): string {
  const width = Math.min(textWidthPx, widthPx);
  const height = Math.round((width * heightPx) / widthPx);
  return `<img src="${escapeHtml(url)}" width="${width}" height="${height}" alt="${escapeHtml(withoutTurns(altText))}" style="display:block;max-width:100%;height:auto;border-radius:8px">`;
}

/** The other photos by their titles, as far as they are known. */
function alsoOf({ others, otherTitles = [] }: PublishedFacts): string[] {
  if (otherTitles.length === 0) return [];
  const unnamed = others - otherTitles.length;
  const named = otherTitles.map((title) => `“${title}”`).join(', ');
  return [`Also: ${named}${unnamed > 0 ? `, and ${unnamed} more` : ''}.`];
}

function wordingOf(facts: Facts): { subject: string; lines: string[]; link: string } {
  switch (facts.kind) {
    case 'welcome':
      return {
        subject: 'Welcome to Shutterbus',
        lines: [
          `your account is ready, and @${facts.handle} is yours.`,
          'Upload a photo, follow somebody whose pictures you like, and hear from us when they publish a new one.',
        ],
        link: 'Share your first photo',
      };
    case 'new-follower':
      return {
        subject: `${facts.followerDisplayName} follows you now`,
        lines: [
          `${facts.followerDisplayName} (@${facts.followerHandle}) follows you now and will hear of your new photos.`,
        ],
        link: 'See who it is',
      };
    case 'photo-published':
      return {
        subject:
          facts.others === 0
            ? `New photo: “${facts.title}”`
            : `${ownerOf(facts)} published “${facts.title}”${andOthers(facts)}`,
        lines: [textOf(facts), ...alsoOf(facts)],
        link: 'Look at it',
      };
    case 'photo-rejected':
      return {
        subject: `“${facts.title}” cannot be shown`,
        lines: [
          `we could not use your photo “${facts.title}”.`,
          facts.reason,
          'You are welcome to upload it again.',
        ],
        link: 'Go to the photo',
      };
    case 'commented':
      return {
        subject: `${facts.personDisplayName ?? 'Somebody'} commented on “${facts.title}”`,
        lines: [textOf(facts), 'Of other comments on it today you hear in the app, and in no mail.'],
        link: 'Read it',
      };
    case 'liked':
      return {
        subject: `${peopleOf(facts)} liked “${facts.title}”`,
        lines: [textOf(facts), 'Whoever likes it later today is told of in the app, and in no mail.'],
        link: 'Look at it',
      };
    case 'download-packed':
      return {
        subject: `${packedOf(facts)} packed`,
        lines: [
          `${packedOf(facts)} packed, as you sent them. They lie there for a day.`,
          'The page asks you to sign in: the files are for you alone.',
        ],
        link: 'Take them along',
      };
    case 'download-failed':
      return {
        subject: 'Your photos could not be packed',
        lines: [
          'we could not pack your photos. You are welcome to ask for them again; this time does not count.',
        ],
        link: 'Ask again',
      };
  }
}
