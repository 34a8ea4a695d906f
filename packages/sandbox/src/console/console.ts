import type { IncomingMessage } from 'node:http';
import type { Graph } from '../architecture/graph.ts';
import { pictureCss } from '../architecture/picture-css.ts';
import type { Interventions } from '../changes/interventions.ts';
import type { HttpAnswer } from '../core/http-answer.ts';
import { type Calls, makeEdgeCounts } from '../facts/edge-counts.ts';
import { makeEventLives } from '../facts/event-lives.ts';
import type { FactRing } from '../facts/fact-ring.ts';
import { factList, factStream } from '../facts/told-facts.ts';
import { architecturePage } from './architecture-page.ts';
import { architectureJs } from './architecture-script.ts';
import { consoleCss, mailboxJs } from './assets.ts';
import { makeChangePages } from './changes/change-pages.ts';
import { type DataNeeds, makeDataPages } from './data/data-pages.ts';
import { type EventPagesNeeds, makeEventPages } from './events/event-pages.ts';
import { type FunctionPagesNeeds, makeFunctionPages } from './functions/function-pages.ts';
import type { Guide } from './guide.ts';
import { html, page } from './html.ts';
import { liveJs } from './live-script.ts';
import {
  type MailList,
  mailboxPage,
  mailboxVersion,
  mailDocument,
  mailDocumentPolicy,
} from './mailbox-page.ts';
import { type Notice, noticeBanner } from './notice.ts';
import { nameIn } from './parts.ts';
import { formOf, isOwnPage } from './posted-form.ts';
import { htmlPage, json, nameAfter, type Pages, pagePolicy, plain, type Reply } from './replies.ts';
import { type StackView, startPage } from './start-page.ts';
import { makeStoryPages, type StoryNeeds } from './story/story-pages.ts';
import type { StuckView } from './stuck/stuck-page.ts';
import { makeStuckPages } from './stuck/stuck-pages.ts';

export interface ConsoleDependencies {
  mailbox: MailList;
  stack(): StackView;
  /** What is there now. */
  architecture(): Graph;
  facts: FactRing;
  calls: Calls;
  events: Pick<EventPagesNeeds, 'look' | 'send'>;
  story: Omit<StoryNeeds, 'places'>;
  interventions: Interventions;
  stuck(): StuckView;
  guide: Guide;
  notice(): Notice | undefined;
  functions: FunctionPagesNeeds;
  data: DataNeeds;
}

export interface Console {
  /** Answers what lies under /_sandbox. */
  answer(request: IncomingMessage): Promise<HttpAnswer>;
}

export const isConsolePath = ({ url = '/' }: IncomingMessage): boolean => /^\/_sandbox(?:[/?]|$)/.test(url);

/**
 * The sandbox's own pages: `/_sandbox` (start), architecture, events and mailbox below it, and for programs
 * `/_sandbox/health`, `/_sandbox/mail?to=address` and what lies under `/_sandbox/v1` (README.md, For programs).
 */
export function makeConsole({
  mailbox,
  stack,
  architecture,
  facts,
  calls,
  events,
  story,
  interventions,
  stuck,
  guide,
  notice,
  functions,
  data,
}: ConsoleDependencies): Console {
  const lives = makeEventLives(facts);
  const edges = makeEdgeCounts(facts, calls);
  const pages: Pages[] = [
    { get: standingPage },
    makeChangePages(interventions, architecture),
    makeStuckPages(stuck, guide),
    makeDataPages(data),
    makeFunctionPages(functions),
    makeStoryPages({
      ...story,
      facts,
      lives,
      guide,
      mails: mailbox.list,
      places: () => placesOf(architecture()),
    }),
    makeEventPages({ ...events, lives, guide, isWhole: () => facts.first === 1 }),
  ];

  async function standingPage(path: string, query: URLSearchParams): Promise<Reply | undefined> {
    const to = query.get('to') || undefined;
    switch (path) {
      case '/_sandbox':
        return htmlPage(startPage(stack()));
      case '/_sandbox/health': {
        const { status, trouble, stackName, endpoints } = stack();
        return json(
          { status, trouble, stack: stackName, endpoints, notice: notice() },
          status === 'ok' ? 200 : 503,
        );
      }
      case '/_sandbox/v1/queues.json':
        return json({ version: 1, queues: stack().queues });
      case '/_sandbox/v1/edges.json':
        return json({ version: 1, edges: edges.list() });
      case '/_sandbox/mail':
        return json(mailbox.list({ to }));
      case '/_sandbox/mailbox':
        return htmlPage(mailboxPage(mailbox, to));
      case '/_sandbox/mailbox/version':
        return plain(200, mailboxVersion(mailbox));
      case '/_sandbox/architecture':
        return htmlPage(await architecturePage(architecture(), query.get('of') ?? undefined));
      case '/_sandbox/v1/facts':
        return { status: 200, type: 'text/event-stream', body: () => factStream(facts, factsAsked(query)) };
      case '/_sandbox/v1/facts.json':
        return json(factList(facts, factsAsked(query)));
      case '/_sandbox/console.css':
        return plain(200, consoleCss + pictureCss + (guide.look?.css ?? ''), 'text/css');
    }
    const file = guide.look?.files.get(nameAfter('/_sandbox/look/', path) ?? '');
    if (file !== undefined) return { status: 200, type: file.type, body: file.bytes, keptSeconds: 3600 };
    const script = scripts[path];
    if (script !== undefined) return plain(200, script, 'text/javascript');
    const [, id] = /^\/_sandbox\/mail\/([^/]+)\/html$/.exec(path) ?? [];
    const mail = id === undefined ? undefined : mailbox.get(id);
    return mail && htmlPage(mailDocument(mail), 200, mailDocumentPolicy);
  }

  async function replyFor(request: IncomingMessage): Promise<Reply> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.replace(/\/$/, '');
    if (request.method === 'POST') {
      if (!isOwnPage(request)) return plain(403, 'Only the pages of this console may ask for that.\n');
      const form = await formOf(request);
      if (!form) return plain(413, 'The form is too long.\n');
      for (const { post } of pages) {
        const reply = await post?.(path, form);
        if (reply) return reply;
      }
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      const lastSeen = request.headers['last-event-id'];
      if (lastSeen !== undefined) searchParams.set('after', String(lastSeen));
      for (const { get } of pages) {
        const reply = await get(path, searchParams);
        if (reply) return reply;
      }
    } else return plain(405, 'Only GET and POST are allowed here.\n');
    const missing = html`<p>There is no ${pathname}. <a href="/_sandbox">To the start page</a></p>`;
    return htmlPage(page('Not found', missing), 404);
  }

  const withNotice = (text: string): string =>
    text.replace('<main', () => `${noticeBanner(notice(), Date.now()).text}\n<main`);

  return {
    async answer(request) {
      const { status, type, body, policy, location, keptSeconds } = await replyFor(request);
      return {
        status,
        headers: {
          'content-type': type,
          'cache-control': keptSeconds === undefined ? 'no-store' : `private, max-age=${keptSeconds}`,
          'x-content-type-options': 'nosniff',
          // Browsers name the origin of a form only where its page lets them.
          'referrer-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          ...(policy !== undefined && { 'content-security-policy': policy }),
          ...(location !== undefined && { location }),
        },
        body: typeof body === 'string' ? Buffer.from(policy === pagePolicy ? withNotice(body) : body) : body,
      };
    },
  };
}

/** Where something stands in the picture: its group and its name there. */
function placesOf({ nodes }: Graph): ReturnType<StoryNeeds['places']> {
  const known = new Map(
    nodes.flatMap(({ arn, label, group = 'root' }) =>
      arn === undefined ? [] : [[nameIn(arn), { lane: group, what: label }] as const],
    ),
  );
  return (name) => known.get(nameIn(name)) ?? { lane: 'other', what: nameIn(name) };
}

const scripts: Record<string, string> = {
  '/_sandbox/architecture.js': architectureJs,
  '/_sandbox/live.js': liveJs,
  '/_sandbox/mailbox.js': mailboxJs,
};

function factsAsked(query: URLSearchParams) {
  const after = query.get('after') ?? '';
  return { after: /^\d{1,15}$/.test(after) ? Number(after) : undefined, content: query.has('content') };
}
