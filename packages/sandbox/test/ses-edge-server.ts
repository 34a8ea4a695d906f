import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Edge } from '../src/core/edge.ts';

/** Serves one edge for the tests of its folder, as the AWS port does: a signed request is the developer's. */
export async function serveEdge(edge: Edge): Promise<{ endpoint: string; close(): void }> {
  const server = createServer((request, response) => {
    const call = {
      request,
      response,
      url: new URL(request.url ?? '/', 'http://127.0.0.1'),
      requestId: randomUUID(),
      ...(request.headers.authorization?.startsWith('AWS4-') && {
        caller: { arn: 'arn:aws:iam::000000000000:user/developer', accessKeyId: 'test' },
      }),
    };
    const handled = edge.claims(call)
      ? edge.handle(call)
      : Promise.reject(new Error('nobody claims the request'));
    handled.catch((error: unknown) => response.writeHead(500).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
