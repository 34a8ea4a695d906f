import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

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
 * @throws PortInUseError
 */
export async function listen(port: number, option: string): Promise<Listening> {
  const ready = Promise.withResolvers<RequestListener>();
  let current: RequestListener | undefined;
  const server = createServer((request, response) => {
    if (current) current(request, response);
    else void ready.promise.then((listener) => listener(request, response));
  });
  // Clients keep connections for longer than Node's 5 s, and a request on one that is just closed fails.
  server.keepAliveTimeout = 75_000;
  await opened(server, port, option);
  const address = server.address();
  return {
    port: isInternet(address) ? address.port : port,
    serve(listener) {
      current = listener;
      ready.resolve(listener);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function opened(server: Server, port: number, option: string): Promise<void> {
  const taken = `Port ${port} is in use: end the program that has it, or give another by ${option}.`;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(taken) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

const isInternet = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;
