import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Graph } from '../architecture/graph.ts';
import { pictureCss } from '../architecture/picture-css.ts';
import type { HttpAnswer } from '../core/http-answer.ts';
import type { FactRing } from '../facts/fact-ring.ts';
import { factList, factStream } from '../facts/told-facts.ts';
import { architecturePage } from './architecture-page.ts';
import { architectureJs } from './architecture-script.ts';
import { consoleCss, mailboxJs } from './assets.ts';
import { html, page } from './html.ts';
import {
  type MailList,
  mailboxPage,
  mailboxVersion,
  mailDocument,
  mailDocumentPolicy,
} from './mailbox-page.ts';
import { type StackView, startPage } from './start-page.ts';

export interface ConsoleDependencies {
  mailbox: MailList;
  stack(): StackView;
  /** What is there now. */
  architecture(): Graph;
  facts: FactRing;
}

export interface Console {
  /** Answers what lies under /_sandbox. */
  answer(request: IncomingMessage): Promise<HttpAnswer>;
}

const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export const isConsolePath = ({ url = '/' }: IncomingMessage): boolean => /^\/_sandbox(?:[/?]|$)/.test(url);

interface Reply {
  status: number;
  type: string;
  body: string | (() => Readable);
  policy?: string;
}

const plain = (status: number, body: string, type = 'text/plain'): Reply => ({ status, type, body });
const json = (body: unknown, status = 200): Reply => plain(status, JSON.stringify(body), 'application/json');
const htmlPage = (body: string, status = 200, policy = pagePolicy): Reply => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
  policy,
});

/**
 * The sandbox's own pages: `/_sandbox` (start), `/_sandbox/architecture`, `/_sandbox/mailbox`, and for programs
 * `/_sandbox/health`, `/_sandbox/mail?to=address` and what lies under `/_sandbox/v1` (README.md, For programs).
 */
export function makeConsole({ mailbox, stack, architecture, facts }: ConsoleDependencies): Console {
  const replyTo = async ({ pathname, searchParams }: URL, lastSeen: string | undefined): Promise<Reply> => {
    const to = searchParams.get('to') || undefined;
    const asked = {
      after: numberOf(lastSeen ?? searchParams.get('after')),
      content: searchParams.has('content'),
    };
    switch (pathname.replace(/\/$/, '')) {
      case '/_sandbox':
        return htmlPage(startPage(stack()));
      case '/_sandbox/health': {
        const { status, trouble, stackName, endpoints } = stack();
        return json({ status, trouble, stack: stackName, endpoints }, status === 'ok' ? 200 : 503);
      }
      case '/_sandbox/mail':
        return json(mailbox.list({ to }));
      case '/_sandbox/mailbox':
        return htmlPage(mailboxPage(mailbox, to));
      case '/_sandbox/mailbox/version':
        return plain(200, mailboxVersion(mailbox));
      case '/_sandbox/architecture':
        return htmlPage(await architecturePage(architecture(), searchParams.get('of') ?? undefined));
      case '/_sandbox/architecture.js':
        return plain(200, architectureJs, 'text/javascript');
      case '/_sandbox/v1/facts':
        return { status: 200, type: 'text/event-stream', body: () => factStream(facts, asked) };
      case '/_sandbox/v1/facts.json':
        return json(factList(facts, asked));
      case '/_sandbox/console.css':
        return plain(200, consoleCss + pictureCss, 'text/css');
      case '/_sandbox/mailbox.js':
        return plain(200, mailboxJs, 'text/javascript');
    }
    const [, id] = /^\/_sandbox\/mail\/([^/]+)\/html$/.exec(pathname) ?? [];
    const mail = id === undefined ? undefined : mailbox.get(id);
    if (mail) return htmlPage(mailDocument(mail), 200, mailDocumentPolicy);
    const missing = html`<p>There is no ${pathname}. <a href="/_sandbox">To the start page</a></p>`;
    return htmlPage(page('Not found', missing), 404);
  };

  const replyFor = async (request: IncomingMessage): Promise<Reply> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, 'Only GET is allowed here.\n');
    }
    const lastSeen = request.headers['last-event-id'];
    return replyTo(new URL(request.url ?? '/', 'http://localhost'), lastSeen?.toString());
  };

  return {
    async answer(request) {
      const { status, type, body, policy } = await replyFor(request);
      return {
        status,
        headers: {
          'content-type': type,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-resource-policy': 'same-origin',
          ...(policy !== undefined && { 'content-security-policy': policy }),
        },
        body: typeof body === 'string' ? Buffer.from(body) : body,
      };
    },
  };
}

function numberOf(text: string | null | undefined): number | undefined {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
