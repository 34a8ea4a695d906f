import type { BusEvent } from '../../core/ports.ts';
import type { Rule, Target } from './registry.ts';

/** An event as targets get it. */
export type DeliveredEvent = BusEvent & { version: '0'; 'replay-name'?: string };

/**
 * What a target is called with, as JSON text (or plain text, when an input template says so).
 * @param text the event as JSON
 */
export function targetInput(
  target: Target,
  rule: Pick<Rule, 'arn' | 'name'>,
  event: DeliveredEvent,
  text: string,
  now: number,
): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? {});
  if (target.InputTransformer === undefined) return text;
  const { InputPathsMap = {}, InputTemplate } = target.InputTransformer;
  const values = new Map<string, unknown>([
    ['aws.events.rule-arn', rule.arn],
    ['aws.events.rule-name', rule.name],
    ['aws.events.event.ingestion-time', new Date(now).toISOString()],
    ['aws.events.event', withoutDetail(event)],
    ['aws.events.event.json', event],
  ]);
  for (const [name, path] of Object.entries(InputPathsMap)) values.set(name, valueAt(event, path));
  return fillTemplate(InputTemplate, values);
}

/** The event as `<aws.events.event>` has it; `<aws.events.event.json>` is all of it. */
function withoutDetail({ detail: _, 'detail-type': detailType, ...event }: DeliveredEvent): unknown {
  return { ...event, detailType };
}

const predefined = new Set([
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
]);

/** @returns the first name in the template that stands for nothing */
export function undefinedPlaceholder({
  InputPathsMap = {},
  InputTemplate,
}: NonNullable<Target['InputTransformer']>): string | undefined {
  const names = [...InputTemplate.matchAll(/<([A-Za-z0-9._-]+)>/g)].map(([, name = '']) => name);
  return names.find((name) => !predefined.has(name) && !Object.hasOwn(InputPathsMap, name));
}

/**
 * Replaces `<name>`. Outside quotes a value stands as JSON; inside quotes, and in a template that is no JSON, a string
 * stands bare. A name without a value becomes nothing in text, null in JSON.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function fillTemplate(template: string, values: ReadonlyMap<string, unknown>): string {
  const json = /^\s*[[{]/.test(template);
  let quoted = false;
  return template.replace(/\\.|"|<([A-Za-z0-9._-]+)>/gs, (token: string, name: string | undefined) => {
    if (token === '"') quoted = !quoted;
    if (name === undefined || !values.has(name)) return token;
    const value = values.get(name);
    if (quoted || (!json && typeof value === 'string')) {
      const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
      return quoted ? JSON.stringify(text).slice(1, -1) : text;
    }
    return value === undefined ? (json ? 'null' : '') : JSON.stringify(value);
  });
}

/** The JSON paths that EventBridge takes: `$`, `$.detail.x`, `$.resources[0]`. Dashes in names need no quotes. */
export function valueAt(event: unknown, path: string): unknown {
  let value: unknown = event;
  for (const [, bracketed, plain] of path.matchAll(/\[['"]?([^\]'"]+)['"]?\]|\.([^.[\]]+)/g)) {
    const key = bracketed ?? plain ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** @returns a sentence when the path is none that EventBridge takes. */
export function invalidPath(path: string): string | undefined {
  return /^\$(\.[^.[\]$*@?]+|\[\d+\]|\[['"][^\]'"]+['"]\])*$/.test(path)
    ? undefined
    : `${path} is not a JSON path that EventBridge takes ($.a.b, $.list[0])`;
}
