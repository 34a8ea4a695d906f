import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CloudFront } from '../aws/cloudfront/cloudfront.ts';
import { createServer } from '../core/node-http.ts';
import type { FrontDoor } from '../gateway/front-door.ts';
import { type Console, isConsolePath } from './console.ts';
import { html, page } from './html.ts';

export interface WebPortDependencies {
  /** Requests wait for each of the three, since the port is opened before they can be made. */
  frontDoor: Promise<FrontDoor>;
  console: Promise<Console>;
  /** The template's. */
  distribution: Promise<Pick<CloudFront, 'handle' | 'destination'>>;
  report(line: string): void;
}

export interface WebPort {
  /**
   * @param port 0 for a free one
   * @returns the port that it listens on
   * @throws Error whose message says what to do when the port is taken
   */
  listen(port: number, host?: string): Promise<number>;
  /** Ends the connections too. */
  close(): Promise<void>;
}

/** The port that a browser uses: the distribution of the template, with the sandbox's own pages under /_sandbox. */
export function makeWebPort(dependencies: WebPortDependencies): WebPort {
  const server = createServer((request, response) => {
    answer(request, response, dependencies).catch((error: unknown) => {
      const [path] = (request.url ?? '/').split('?', 1);
      dependencies.report(`${request.method} ${path} failed on the web port: ${String(error)}`);
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain' })
          .end('The sandbox failed; its terminal says why.\n');
    });
  });
  return {
    listen: (port, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          const taken = `Port ${port} is in use: end the program that has it, or give another by --port.`;
          reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
        });
        server.listen(port, host, () => {
          const address = server.address();
          resolve(address && typeof address === 'object' ? address.port : port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  dependencies: WebPortDependencies,
): Promise<void> {
  const frontDoor = await dependencies.frontDoor;
  const isOwnPage = isConsolePath(request);
  const destination = isOwnPage ? {} : (await dependencies.distribution).destination(request);
  const refusal = frontDoor.refusal(request, { ...destination, isPage: true });
  if (refusal !== undefined) return refuse(request, response, refusal);
  if (isOwnPage) return (await dependencies.console).handle(request, response);
  if (await (await dependencies.distribution).handle(request, response)) return;
  request.resume();
  const why = html`<p>The template has no AWS::CloudFront::Distribution, so there is no app on this port.
<a href="/_sandbox">To the start page</a></p>`;
  response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page('No distribution', why));
}

/** Nothing of it can be read by a page: it names no origin that may. */
function refuse(request: IncomingMessage, response: ServerResponse, why: string): void {
  request.resume();
  response.writeHead(403, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(`${why}\n`);
}
