import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * What one call of each kind takes, in ms. Assumed, not measured: usual figures within a region, to be replaced by
 * those of X-Ray's subsegments once there is traffic.
 */
export const assumedMs = { readObject: 50, writeObject: 40, table: 10 };

/**
 * Answers the function's calls: an original for every read, and an empty table that takes every write, so that each
 * event is worked on as if it were the first. Binds to 127.0.0.1.
 */
export async function startAwsStandIn(original: Uint8Array): Promise<{ endpoint: string; stop(): void }> {
  const server = createServer(async (request, response) => {
    for await (const _ of request) {
      // What is written is not kept.
    }
    if (request.method === 'GET') {
      await wait(assumedMs.readObject);
      response.setHeader('content-type', 'image/jpeg').end(original);
    } else if (request.method === 'PUT') {
      await wait(assumedMs.writeObject);
      response.setHeader('etag', '"0"').end();
    } else {
      await wait(assumedMs.table);
      response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
