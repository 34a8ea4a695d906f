import type { RequestFacts } from './payload.ts';
import { commonLogTime } from './payload.ts';

/** What an access-log line can say; a `$context` variable that is not here becomes `-`, as in AWS. */
export interface AccessLogEntry {
  facts: RequestFacts;
  routeKey: string;
  method: string;
  sourceIp: string;
  status: number;
  responseLength: number;
  latencyMs: number;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
export function accessLogLine(format: string, entry: AccessLogEntry): string {
  const { facts } = entry;
  const values: Record<string, string | number> = {
    accountId: facts.accountId,
    apiId: facts.apiId,
    domainName: facts.domainName,
    httpMethod: entry.method,
    'identity.sourceIp': entry.sourceIp,
    integrationLatency: entry.latencyMs,
    path: facts.rawPath,
    protocol: 'HTTP/1.1',
    requestId: facts.requestId,
    extendedRequestId: facts.requestId,
    requestTime: commonLogTime(facts.receivedAtMs),
    requestTimeEpoch: facts.receivedAtMs,
    responseLatency: entry.latencyMs,
    responseLength: entry.responseLength,
    routeKey: entry.routeKey,
    stage: facts.stage,
    status: entry.status,
  };
  return format.replace(/\$context\.([\w.-]*\w)/g, (_all, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : '-',
  );
}
