import type { IncomingMessage } from 'node:http';
import type { CloudFront } from '../aws/cloudfront/cloudfront.ts';
import { type HttpAnswer, sendAnswer } from '../core/http-answer.ts';
import { requestOf } from '../core/http-request.ts';
import { createServer } from '../core/node-http.ts';
import type { FrontDoor } from '../gateway/front-door.ts';
import { type Console, isConsolePath } from './console.ts';
import { html, page } from './html.ts';

export interface WebPortDependencies {
  /** Requests wait for each of the three, since the port is opened before they can be made. */
  frontDoor: Promise<FrontDoor>;
  console: Promise<Console>;
  /** The template's. */
  distribution: Promise<Pick<CloudFront, 'answer' | 'destination'>>;
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
    const answered = answerTo(request, dependencies).then((answer) => sendAnswer(request, response, answer));
    answered.catch((error: unknown) => {
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

async function answerTo(request: IncomingMessage, dependencies: WebPortDependencies): Promise<HttpAnswer> {
  const frontDoor = await dependencies.frontDoor;
  const isOwnPage = isConsolePath(request);
  const destination = isOwnPage ? {} : (await dependencies.distribution).destination(request);
  const refusal = frontDoor.refusal(request, { ...destination, isPage: true });
  if (refusal !== undefined) return refused(refusal);
  if (isOwnPage) return (await dependencies.console).answer(request);
  return (await (await dependencies.distribution).answer(requestOf(request))) ?? noDistribution();
}

function noDistribution(): HttpAnswer {
  const why = html`<p>The template has no AWS::CloudFront::Distribution, so there is no app on this port.
<a href="/_sandbox">To the start page</a></p>`;
  return {
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from(page('No distribution', why)),
  };
}

/** Nothing of it can be read by a page: it names no origin that may. */
const refused = (why: string): HttpAnswer => ({
  status: 403,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: Buffer.from(`${why}\n`),
});
