import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { type ApiGateway, makeApiGateway } from '../src/aws/apigateway/api-gateway.ts';
import { AwsError } from '../src/core/aws-error.ts';
import { makeFastClock } from '../src/core/fast-clock.ts';
import { sendAnswer } from '../src/core/http-answer.ts';
import { requestOf } from '../src/core/http-request.ts';
import { makeWorld } from '../src/core/make-world.ts';
import type { Fact } from '../src/core/observe.ts';
import type { InvocationResult } from '../src/core/ports.ts';
import { nameOf } from '../src/core/principal.ts';
import { noMetrics } from './no-metrics.ts';
import { someone } from './someone.ts';

export const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool';
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:app-Fn:live';
const integration = {
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    payloadFormatVersion: '2.0',
    uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  },
  responses: {},
};
export const body = {
  openapi: '3.0.1',
  info: { title: 'app', version: '1.0' },
  paths: {
    '/items/{id}': { get: integration },
    '/items/mine': { get: { ...integration, security: [{ People: [] }] } },
    '/items/{proxy+}': { 'x-amazon-apigateway-any-method': integration },
    '/admin': { get: { ...integration, security: [{ People: ['admin', 'root'] }] } },
    '/slow': { get: integration },
    '/busy': { get: integration },
    '/things': { post: integration },
    '/things/{id}/seen': {
      post: {
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy',
          integrationSubtype: 'SQS-SendMessage',
          payloadFormatVersion: '1.0',
          credentials: 'arn:aws:iam::000000000000:role/app-Sender',
          requestParameters: {
            QueueUrl: 'http://127.0.0.1:0/000000000000/app-Seen',
            MessageBody: '$request.path.id',
          },
        },
        security: [{ NONE: [] }],
      },
    },
  },
  components: {
    securitySchemes: {
      People: {
        type: 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: { issuer, audience: ['web'] },
        },
      },
    },
  },
  'x-amazon-apigateway-cors': {
    allowOrigins: ['https://app.example.com'],
    allowMethods: ['GET'],
    maxAge: 60,
  },
};

/** What the tests bring about and look at; `useApiGateway` fills it. */
export const stage = {
  answer: async (_event: Record<string, unknown>): Promise<Partial<InvocationResult>> => ({}),
  events: [] as Array<Record<string, unknown>>,
  logLines: [] as string[],
  messages: [] as string[],
  /** What was told of work. */
  told: [] as Fact[],
  origin: '',
  /** Which API the server asks. */
  askedApi: '',
  sign: async (_claims: Record<string, unknown>, _iss?: string): Promise<string> => '',
};
let gateway: ApiGateway;

async function make(): Promise<ApiGateway> {
  const keys = await generateKeyPair('RS256');
  const jwks: JSONWebKeySet = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256' }] };
  stage.sign = (claims, iss = issuer) =>
    new SignJWT({ iss, exp: Math.floor(Date.now() / 1000) + 60, client_id: 'web', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(keys.privateKey);
  const world = makeWorld({
    region: 'us-east-1',
    accountId: '000000000000',
    endpoint: 'http://127.0.0.1:0',
    db: new DatabaseSync(':memory:'),
    folder: '.',
    now: () => Date.now(),
    fastClock: makeFastClock(1),
    report: () => {},
  });
  world.observe.listen((fact) => stage.told.push(fact));
  return makeApiGateway(world, {
    invoker: {
      async invoke(caller, arn, payload) {
        expect(nameOf(caller)).toBe('apigateway.amazonaws.com');
        expect(arn).toBe(functionArn);
        const event = JSON.parse(payload) as Record<string, unknown>;
        stage.events.push(event);
        return { payload: 'null', executedVersion: '1', ...(await stage.answer(event)) };
      },
      invokeAsync: () => {
        throw new Error('not used');
      },
    },
    queues: {
      send(caller, queueArn, text) {
        if (text.includes('\u0001')) throw new AwsError('InvalidMessageContents', 'Not allowed.');
        stage.messages.push(`${nameOf(caller)} ${queueArn} ${text}`);
        return { kind: 'message', id: 'message-1' };
      },
    },
    jwksFor: (asked) => (asked === issuer ? jwks : undefined),
    logs: { write: (_caller, group, _stream, line) => stage.logLines.push(`${group}: ${line}`) },
    metrics: noMetrics.metrics,
    timeoutMs: 100,
  });
}

export async function apply(type: string, logicalId: string, properties: unknown): Promise<string> {
  const provider = gateway.resources.find((one) => one.type === type);
  if (!provider) throw new Error(`no provider for ${type}`);
  const request = { logicalId, stackName: 'app', physicalName: `app-${logicalId}` };
  return (await provider.apply({ ...request, properties: provider.properties.parse(properties) })).ref;
}

/** An API with routes of every kind behind a server, for the tests of one file. */
export function useApiGateway(): void {
  let server: Server;
  beforeAll(async () => {
    gateway = await make();
    const apiId = await apply('AWS::ApiGatewayV2::Api', 'Api', { Body: body });
    await apply('AWS::ApiGatewayV2::Stage', 'Stage', {
      ApiId: apiId,
      StageName: '$default',
      AutoDeploy: true,
      StageVariables: { colour: 'red,blue' },
      RouteSettings: { 'GET /busy': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0.001 } },
      AccessLogSettings: {
        DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/api/app:*',
        Format: '$context.routeKey $context.status $context.unknown',
      },
    });
    stage.askedApi = apiId;
    server = createServer((request, response) => {
      const answer = gateway.apis.get(stage.askedApi)?.answer(someone, requestOf(request));
      void answer?.then((value) => sendAnswer(request, response, value));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    stage.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    stage.events = [];
    stage.answer = async () => ({ payload: JSON.stringify({ statusCode: 204 }) });
  });
}
