import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Edge } from '../src/core/edge.ts';
import { makeFastClock } from '../src/core/fast-clock.ts';
import { makeWorld } from '../src/core/make-world.ts';
import { anonymous } from '../src/core/principal.ts';
import type { World } from '../src/core/world.ts';
import { someone } from './someone.ts';

/** A server on a free loopback port. */
export interface Listening {
  endpoint: string;
  port: number;
  close(): Promise<void>;
}

/** @param port 0 for a free one */
export async function listen(server: Server, port = 0): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The developer's credentials of tests. */
export const developer = { accessKeyId: 'AKIADEVELOPER', secretAccessKey: 'developer-secret' };

/** The AWS port reduced to one edge: a signature in the header counts as the developer's, unchecked. */
export function edgeServer(edge: () => Edge): Server {
  return createServer((request, response) => {
    const signed = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(
      request.headers.authorization ?? '',
    );
    edge()
      .handle({
        request,
        response,
        url: new URL(request.url ?? '/', `http://${request.headers.host}`),
        requestId: randomUUID(),
        caller: signed?.[1] ? { ...someone, accessKeyId: signed[1] } : anonymous,
        ...(signed?.[2] && { signedFor: signed[2] }),
      })
      .catch((error: unknown) => {
        if (response.writableEnded) return;
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
      });
  });
}

/** A world with a state folder of its own. @param folder an existing one, to start again on its state */
export function testWorld(folder = mkdtempSync(path.join(tmpdir(), 'sandbox-'))): World & {
  lines: string[];
  /** Moves the clock, in ms. */
  pass(ms: number): void;
  /** Closes the database; the folder stays. */
  close(): void;
  drop(): void;
} {
  const db = new DatabaseSync(path.join(folder, 'state.db'));
  const lines: string[] = [];
  let shiftMs = 0;
  return {
    ...makeWorld({
      region: 'eu-central-1',
      accountId: '000000000000',
      endpoint: 'http://127.0.0.1:4566',
      db,
      folder,
      now: () => Date.now() + shiftMs,
      fastClock: makeFastClock(60),
      report: (line) => void lines.push(line),
    }),
    lines,
    pass(ms) {
      shiftMs += ms;
    },
    close: () => db.close(),
    drop() {
      if (db.isOpen) db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
