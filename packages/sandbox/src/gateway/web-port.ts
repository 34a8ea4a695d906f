import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { mailHandler } from '../aws/ses/mailbox.ts';
import type { World } from '../core/world.ts';
import type { Services } from '../services.ts';
import type { StackRecords } from '../stack/stack-records.ts';

export interface WebPortOptions {
  world: Pick<World, 'report'>;
  services: Services;
  stacks: StackRecords;
}

/** The web port: the sandbox's own pages under /_sandbox, everything else from the template's distribution. */
export function makeWebPort({ world, services, stacks }: WebPortOptions): RequestListener {
  const mail = mailHandler(services.mailbox);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
    if (pathname === '/_sandbox/health') return sendJson(response, 200, { status: 'ok' });
    if (pathname === '/_sandbox/mail') return mail(request, response);
    if (pathname === '/_sandbox/resources') return sendJson(response, 200, stacks.all());
    if (pathname.startsWith('/_sandbox'))
      return sendJson(response, 404, { message: `There is no ${pathname}.` });
    if (await services.cloudFront.handle(request, response)) return;
    sendJson(response, 404, {
      message: 'The template has no distribution, so only /_sandbox is served here.',
    });
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      world.report(`web port: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { message: 'The sandbox failed; its terminal shows why.' });
    });
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
