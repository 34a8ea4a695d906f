import { config } from '../config.ts';
import { answered } from '../page/try-again.ts';
import { noConnection, readProblem } from './problem-error.ts';

/** Gives a valid access token, or undefined when nobody is signed in. */
export type TokenSource = (options?: { forceRefresh: boolean }) => Promise<string | undefined>;

let tokenSource: TokenSource = async () => undefined;
let sessionLost: () => void = () => {};

/** Connects the client to the session. `onLost` is called when the API refuses even a fresh token. */
export function connectSession(source: TokenSource, onLost: () => void): void {
  tokenSource = source;
  sessionLost = onLost;
}

/** What a route's schema accepts; reads zod's type without depending on zod. */
export type Input<Schema> = Schema extends { _zod: { input: infer Value } } ? Value : never;

export interface Page<Item> {
  items: Item[];
  /** Absent on the last page. */
  nextCursor?: string;
}

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** Made by the page, one for each thing that is to be made: a repeat makes nothing new. */
  idempotencyKey?: string;
  /** `none`: sends no token, as for routes that are open to everybody. Default `user`. */
  auth?: 'user' | 'none';
  /** With `none`: this one, for who holds all tabs' tokens and would wait for itself. */
  token?: string;
  signal?: AbortSignal | undefined;
  /** Of a polled route: the last answer, which holds until the API gives another. */
  kept?: KeptAnswer;
}

/** What one page keeps of a polled route, for one person; browsers keep no answers of the API. */
export interface KeptAnswer {
  tag?: string | null;
  answer?: unknown;
}

function address(base: string, path: string, query: Call['query']): string {
  const given = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return `${base}${path}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`;
}

/** Half of an emoji, as a field's limit may leave it, is no text that the API takes. */
const wholeCharacters = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(/\p{Cs}/gu, '') : value;

async function attempt(
  url: string,
  { method = 'GET', body, idempotencyKey, signal, kept }: Call,
  token?: string,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (kept?.tag) headers.set('if-none-match', kept.tag);
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body, wholeCharacters) }),
      ...(signal ? { signal } : {}),
    });
    answered();
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw noConnection();
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/**
 * Calls the API. The caller names the type of the answer; the contract tests of the services vouch for it.
 * A 401 is tried once more with a refreshed token.
 * @throws ProblemError for every answer that is no success, and without a connection (status 0)
 */
export async function call<Answer = void>(path: string, options: Call = {}): Promise<Answer> {
  const { apiBase } = await config();
  const url = address(apiBase, path, options.query);
  const withToken = options.auth !== 'none';
  let response = await attempt(url, options, withToken ? await tokenSource() : options.token);
  if (response.status === 401 && withToken) {
    const token = await tokenSource({ forceRefresh: true });
    if (token) response = await attempt(url, options, token);
    if (response.status === 401) sessionLost();
  }
  if (response.status === 304) return options.kept?.answer as Answer;
  const body = response.status === 204 ? undefined : await json(response);
  if (!response.ok) throw readProblem(response.status, body, response.headers);
  if (options.kept) Object.assign(options.kept, { tag: response.headers.get('etag'), answer: body });
  return body as Answer;
}
