import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

interface ApiEventParts {
  pathParameters?: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  headers?: Record<string, string>;
  stageVariables?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
  claims?: Record<string, string> | undefined;
}

const accessToken = { sub: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11', token_use: 'access' };

/** An HTTP API request (payload format 2.0) with an access token, or with the claims given. */
export function apiEvent(parts: ApiEventParts): APIGatewayProxyEventV2 {
  const { headers = {}, isBase64Encoded = false, claims = accessToken, ...rest } = parts;
  const authorizer =
    'claims' in parts && !parts.claims ? {} : { authorizer: { jwt: { claims, scopes: null } } };
  return {
    version: '2.0',
    routeKey: 'PATCH /v1/things/{id}',
    rawPath: '/v1/things/abc',
    rawQueryString: '',
    headers: { ...(rest.body !== undefined && { 'content-type': 'application/json' }), ...headers },
    isBase64Encoded,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: {
        method: 'PATCH',
        path: '/v1/things/abc',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
      },
      requestId: 'request-1',
      routeKey: 'PATCH /v1/things/{id}',
      stage: '$default',
      time: '21/Nov/2026:09:30:00 +0000',
      timeEpoch: 1795253400000,
      ...authorizer,
    },
    ...rest,
  };
}

/** The invocation context that a handler gets. */
export const lambdaContext = (): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'function',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:function',
  memoryLimitInMB: '256',
  awsRequestId: 'invocation-1',
  logGroupName: '/aws/lambda/function',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 3000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});
