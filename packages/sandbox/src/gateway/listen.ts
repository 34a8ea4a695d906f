import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from '../core/node-http.ts';

/** A port that somebody else has; meant for the terminal as it is. */
export class PortInUseError extends Error {
  readonly code = 'port-in-use';

  constructor(sentence: string) {
    super(sentence);
    this.name = 'PortInUseError';
  }
}

export interface Listening {
  port: number;
  /** Answers requests from now on; those that came before are answered now. */
  serve(listener: RequestListener): void;
  /** Stops listening, and ends the connections that are open. */
  close(): Promise<void>;
}

/**
 * Opens a port of 127.0.0.1 at once and keeps requests waiting until there is something to answer them.
 * @param port 0 for any that is free
 * @param option the command line's name for the port
 * @param alsoOn a second address of this machine, where the same port is opened too
 * @throws PortInUseError
 */
export async function listen(port: number, option: string, alsoOn?: string): Promise<Listening> {
  const ready = Promise.withResolvers<RequestListener>();
  let current: RequestListener | undefined;
  const answer: RequestListener = (request, response) => {
    if (current) current(request, response);
    else void ready.promise.then((listener) => listener(request, response));
  };
  const servers = [await opened(answer, port, '127.0.0.1', option)];
  const address = servers[0]?.address() ?? null;
  const opens = isInternet(address) ? address.port : port;
  if (alsoOn !== undefined) servers.push(await opened(answer, opens, alsoOn, option));
  return {
    port: opens,
    serve(listener) {
      current = listener;
      ready.resolve(listener);
    },
    async close() {
      await Promise.all(servers.map(closed));
    },
  };
}

function opened(answer: RequestListener, port: number, host: string, option: string): Promise<Server> {
  const server = createServer(answer);
  // Clients keep connections for longer than Node's 5 s, and a request on one that is just closed fails.
  server.keepAliveTimeout = 75_000;
  const taken = `Port ${port} is in use: end the program that has it, or give another by ${option}.`;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(taken) : error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const isInternet = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;
