import { randomBytes } from 'node:crypto';
import type { Invocation } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** How an invocation ended: `timeout` and `error` with a `Runtime.…` type are Lambda's own words, others the function's. */
export interface Ending {
  status: 'success' | 'error' | 'timeout';
  errorType?: string | undefined;
  durationMs: number;
  /** Of the host's whole heap where environments share it. */
  usedMemoryMb: number;
}

/**
 * Name of an environment's log stream. In a group that functions share, the function's name stands in it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
export function newLogStream(fn: LambdaFunction, version: string, now: number): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  const name = fn.logGroup === `/aws/lambda/${fn.name}` ? '' : fn.name;
  return `${day}/${name}[${version}]${randomBytes(16).toString('hex')}`;
}

/** Lambda's own line at the begin of an invocation, in the format of the function's log. */
export function startLine({ job }: Invocation, now: number): string {
  const { requestId, target } = job;
  if (target.fn.logFormat === 'JSON')
    return platformLine('platform.start', { requestId, version: target.version }, now);
  return `START RequestId: ${requestId} Version: ${target.version}`;
}

/**
 * Lambda's own lines at the end.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report
 */
export function endLines({ job, initMs }: Invocation, ending: Ending, now: number): string[] {
  const { requestId, target } = job;
  const { status, errorType, durationMs, usedMemoryMb } = ending;
  const billedDurationMs = Math.ceil(durationMs + (initMs ?? 0));
  if (target.fn.logFormat === 'JSON') {
    const metrics = {
      durationMs: rounded(durationMs),
      billedDurationMs,
      memorySizeMB: target.fn.memoryMb,
      maxMemoryUsedMB: usedMemoryMb,
      ...(initMs !== undefined && { initDurationMs: rounded(initMs) }),
    };
    const record = { requestId, metrics, status, ...(errorType !== undefined && { errorType }) };
    return [platformLine('platform.report', record, now)];
  }
  const fields = [
    `RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedDurationMs} ms`,
    `Memory Size: ${target.fn.memoryMb} MB`,
    `Max Memory Used: ${usedMemoryMb} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(status === 'success' ? [] : [`Status: ${status}`]),
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
  ];
  return [`END RequestId: ${requestId}`, `REPORT ${fields.join('\t')}`];
}

const platformLine = (type: string, record: object, now: number): string =>
  JSON.stringify({ time: new Date(now).toISOString(), type, record });

const rounded = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;

/** Of an error document, JSON text. */
export function errorTypeOf(payload: string): string | undefined {
  const document: unknown = JSON.parse(payload);
  const type =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'errorType') : undefined;
  return typeof type === 'string' ? type : undefined;
}
