import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Destination } from '../core/edge.ts';

export interface FrontDoor {
  /** Why a request is not answered, in a sentence; undefined when it may come in. */
  refusal(request: IncomingMessage, destination: Destination): string | undefined;
  /**
   * Tells the web app's own pages that they may read the answer, as most services of AWS tell every page.
   * @returns whether the request was a preflight, which is answered with that
   */
  welcome(request: IncomingMessage, response: ServerResponse): boolean;
}

export interface FrontDoorOptions {
  webPort: number;
  /** Further origins whose pages may do what the web app's own may. */
  allowedOrigins?: readonly string[] | undefined;
  /** The address at which containers reach the AWS port. */
  bridgeAddress?: string | undefined;
}

const ownHost = /^(localhost|(?:[a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)$/i;

/** As `localhost` or `localhost:3000`. */
const hostAndPort = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/;

/**
 * What a page in the developer's browser may ask of both ports. A page of anybody can send requests here; browsers say
 * of each where it comes from (`Origin`, `Sec-Fetch-Site`), and under which name it was sent (`Host`: a page elsewhere can
 * point its own name at this machine, and is then of the same origin as the port). Tools that are no browser send
 * neither, and need a signature.
 */
export function makeFrontDoor({ webPort, allowedOrigins = [], bridgeAddress }: FrontDoorOptions): FrontDoor {
  const isOwnHost = (name: string): boolean => ownHost.test(name) || name === bridgeAddress;
  const isOwnOrigin = (origin: string): boolean => {
    if (allowedOrigins.includes(origin)) return true;
    const url = URL.parse(origin);
    return url?.protocol === 'http:' && Number(url.port || 80) === webPort && isOwnHost(url.hostname);
  };

  return {
    refusal(request, destination) {
      const { host = '', origin } = request.headers;
      const [, name = ''] = hostAndPort.exec(host) ?? [];
      if (!isOwnHost(name)) return `The sandbox answers at localhost, not at ${JSON.stringify(host)}.`;
      if (origin !== undefined) {
        // A preflight does nothing: what has rules says in its own words what they are.
        if (destination.lets && isPreflight(request)) return undefined;
        const lets = isOwnOrigin(origin) || destination.lets?.(origin, request.method ?? 'GET');
        return lets ? undefined : `Pages of ${origin} may not ask for this (--allow-origin lets them).`;
      }
      if (request.headers['sec-fetch-site'] !== 'cross-site') return undefined;
      if (destination.isPage && isNavigation(request)) return undefined;
      if (destination.isObject && isPresignedRead(request)) return undefined;
      return 'Pages of other sites may not ask for this.';
    },

    welcome(request, response) {
      const { origin } = request.headers;
      if (origin === undefined || !isOwnOrigin(origin)) return false;
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('vary', 'Origin');
      response.setHeader('access-control-expose-headers', exposedHeaders);
      if (!isPreflight(request)) return false;
      response.writeHead(200, {
        'access-control-allow-methods': 'GET,HEAD,PUT,POST,DELETE,PATCH',
        'access-control-allow-headers': String(request.headers['access-control-request-headers'] ?? ''),
        'access-control-max-age': '172800',
      });
      response.end();
      return true;
    },
  };
}

const exposedHeaders = 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date';

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

/** Somebody followed a link, or typed an address, in a tab; no frame, which a page can hold without showing it. */
const isNavigation = (request: IncomingMessage): boolean =>
  isRead(request) &&
  request.headers['sec-fetch-mode'] === 'navigate' &&
  request.headers['sec-fetch-dest'] === 'document';

const isPresignedRead = (request: IncomingMessage): boolean =>
  isRead(request) && /[?&]X-Amz-Signature=/.test(request.url ?? '');
