import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AwsError } from '../core/aws-error.ts';
import { type Call, type Edge, readBody } from '../core/edge.ts';
import * as http from '../core/node-http.ts';
import { anonymous } from '../core/principal.ts';
import type { World } from '../core/world.ts';
import type { Authentication } from './authentication.ts';
import { sendError } from './error-answer.ts';
import { type FrontDoor, isPreflight } from './front-door.ts';

export interface GatewayOptions {
  world: Pick<World, 'report'>;
  authentication: Authentication;
  frontDoor: FrontDoor;
  /** Asked in this order; S3, whose paths can be anything, comes last. */
  edges: readonly Edge[];
}

/** The AWS port: one address for all services, which are told apart by what they claim. */
export function makeGateway({ world, authentication, frontDoor, edges }: GatewayOptions): RequestListener {
  async function answer(
    incoming: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> {
    const url = urlOf(incoming);
    const request = await withKnownBody(incoming);
    const signed = authentication.ofRequest(incoming, request.bodyHash);
    const refusal = signed && 'refusal' in signed ? signed.refusal : undefined;
    const call: Call = {
      ...{ request: request.message, response, url, requestId },
      ...(signed && { signedFor: signed.service }),
      caller: signed && 'caller' in signed ? signed.caller : anonymous,
    };
    const edge = announcesTarget(incoming) ? undefined : edges.find((candidate) => candidate.claims(call));
    const destination = edge?.destination?.(call) ?? {};
    const unwelcome = frontDoor.refusal(incoming, destination);
    if (unwelcome !== undefined) throw new AwsError('AccessDenied', unwelcome, 403);
    // Objects and routes answer by rules of their own.
    if (!destination.lets && frontDoor.welcome(incoming, response)) return;
    if (refusal && !edge?.answersRefusals) throw refusal;
    if (!edge) throw await unclaimed(call);
    await edge.handle(call, refusal);
  }

  return (request, response) => {
    const requestId = randomUUID();
    answer(request, response, requestId).catch((error: unknown) => {
      if (!(error instanceof AwsError)) {
        const place = request.headers['x-amz-target'] ?? `${request.method} ${request.url?.split('?', 1)}`;
        world.report(
          `${String(place)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
      sendError(request, response, requestId, error);
    });
  };
}

/** @throws AwsError for a target that is no path, such as those of proxies */
function urlOf({ url = '/' }: IncomingMessage): URL {
  const parsed = url.startsWith('/') ? URL.parse(`http://sandbox${url}`) : null;
  if (!parsed) throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  return parsed;
}

/** A preflight for a service that names its operation in a header: which service, only the request itself tells. */
const announcesTarget = (request: IncomingMessage): boolean =>
  isPreflight(request) && /\bx-amz-target\b/i.test(String(request.headers['access-control-request-headers']));

/** Of what is read before its service is known; the most that one of them, DynamoDB, takes. */
const longestBodyBytes = 32 * 1024 * 1024;

/**
 * Clients that do not declare the body's hash in a header (the AWS CLI, for other services than S3) sign it all the
 * same: then the body is read here, and handed on as a request that can be read again.
 */
async function withKnownBody(
  request: IncomingMessage,
): Promise<{ message: IncomingMessage; bodyHash?: string }> {
  const { headers } = request;
  if (headers.authorization === undefined || headers['x-amz-content-sha256'] !== undefined)
    return { message: request };
  const body = await readBody(request, longestBodyBytes);
  const message = new http.IncomingMessage(request.socket);
  message.method = request.method;
  message.url = request.url;
  message.headers = headers;
  message.rawHeaders = request.rawHeaders;
  message.httpVersion = request.httpVersion;
  message.complete = true;
  message.push(body);
  message.push(null);
  return { message, bodyHash: createHash('sha256').update(body).digest('hex') };
}

async function unclaimed({ request, url, signedFor }: Call): Promise<AwsError> {
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const action = form ? new URLSearchParams((await readBody(request)).toString()).get('Action') : undefined;
  if (form && signedFor === undefined) {
    return new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  }
  const operation = request.headers['x-amz-target'] ?? action ?? `${request.method} ${url.pathname}`;
  const sentence = `The sandbox has no ${signedFor ?? 'AWS'} operation ${String(operation)}.`;
  return new AwsError('UnknownOperationException', sentence, 404);
}
