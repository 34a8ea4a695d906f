import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from '../lib/repository.ts';
import { mockAnswer, readDocument } from './answer.ts';
import { letIn } from './sign-in.ts';

export interface Mock {
  url: string;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  ...{
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
  },
  ...{ '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain' },
};

/** What stands for every picture: a quiet sky over snow. */
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 853"><rect width="1280" height="853" fill="#c9d3dd"/><path d="M0 640 420 470 760 600 1280 430V853H0Z" fill="#f4f7fa"/></svg>';

/**
 * Serves docs/openapi.yaml, and nothing else of the project runs: every answer is an example of the document. Pages of other origins may ask.
 * @param port 0 for a free one
 * @param web folder of the built web app, to be served beside it; whoever signs in there is let in
 */
export async function serveMock({ port, web }: { port: number; web?: string }): Promise<Mock> {
  const document = readDocument(parse(readFileSync(path.join(root, 'docs/openapi.yaml'), 'utf8')));
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const { port: taken } = server.address() as AddressInfo;
  const origin = `http://localhost:${taken}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', origin);
    const body = await textOf(request);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', 'x-correlation-id, retry-after, etag');
    if (method === 'OPTIONS') {
      response.writeHead(204, {
        'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
      });
      response.end();
      return;
    }
    if (web !== undefined && !url.pathname.startsWith('/v1/')) {
      sendSite(web, { method, url, target: headers['x-amz-target'], body }, response);
      return;
    }
    const given = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    const {
      status,
      contentType,
      body: said,
    } = mockAnswer(document, {
      ...{ method, url, body, headers: Object.fromEntries(given) },
    });
    response.writeHead(status, {
      ...{ 'cache-control': 'no-store', 'x-correlation-id': headers['x-correlation-id'] ?? randomUUID() },
      ...(contentType && { 'content-type': contentType }),
      ...(status === 429 && { 'retry-after': '6' }),
    });
    response.end(said === undefined ? undefined : JSON.stringify(said));
  }

  function sendSite(
    folder: string,
    { method, url, target, body }: { method: string; url: URL; target: unknown; body: string },
    response: ServerResponse,
  ): void {
    if (method === 'POST' && typeof target === 'string') {
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify(letIn(target, body)));
      return;
    }
    if (url.pathname === '/config.json') {
      const pool = { region: 'us-east-1', userPoolId: 'us-east-1_mock', userPoolClientId: 'mock' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...pool, cognitoEndpoint: `${origin}/cognito`, apiBase: '' }));
      return;
    }
    if (url.pathname.startsWith('/renditions/')) {
      response.setHeader('content-type', 'image/svg+xml');
      response.end(picture);
      return;
    }
    const asked = path.join(folder, path.normalize(url.pathname));
    const file = path.extname(asked) !== '' && existsSync(asked) ? asked : path.join(folder, 'index.html');
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
    response.end(readFileSync(file));
  }

  return {
    url: origin,
    close: () =>
      new Promise<void>((done, failed) => {
        server.close((error) => (error ? failed(error) : done()));
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
