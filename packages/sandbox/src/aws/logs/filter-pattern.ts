import { AwsError } from '../../core/aws-error.ts';

/** Whether a log message is what the caller looks for. */
export type MessageFilter = (message: string) => boolean;

const jsonPattern = /^\{\s*\$((?:\.[\w-]+)+)\s*=\s*(?:"([^"]*)"|([\w.-]+))\s*\}$/;
const term = /"((?:[^"\\]|\\.)*)"|[\w@.:/#-]+/y;

/**
 * The part of CloudWatch's filter language that finds things: plain and quoted terms, all of which must be there
 * (case-sensitive), and `{ $.field = "value" }`.
 * @throws AwsError `InvalidParameterException` for anything else
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(pattern: string): MessageFilter {
  const text = pattern.trim();
  if (text === '') return () => true;
  return text.startsWith('{') ? compileEquality(text) : compileTerms(text);
}

function compileEquality(text: string): MessageFilter {
  const [, path, quoted, bare] = jsonPattern.exec(text) ?? [];
  const wanted = quoted ?? bare;
  if (!path || wanted === undefined) throw unsupported(text);
  const keys = path.slice(1).split('.');
  return (message) => {
    const found = fieldOf(message, keys);
    if (typeof found === 'number' && quoted === undefined) return found === Number(wanted);
    return typeof found === 'object' || found === undefined ? false : String(found) === wanted;
  };
}

function fieldOf(message: string, keys: string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return undefined;
  }
  for (const key of keys)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return value;
}

function compileTerms(text: string): MessageFilter {
  const terms: string[] = [];
  let at = 0;
  while (at < text.length) {
    term.lastIndex = at;
    const match = term.exec(text);
    if (!match || match[0].startsWith('-')) throw unsupported(text);
    terms.push(match[1]?.replace(/\\(.)/g, '$1') ?? match[0]);
    at = term.lastIndex;
    const gap = /\s+/y;
    gap.lastIndex = at;
    if (at < text.length && !gap.test(text)) throw unsupported(text);
    at = gap.lastIndex || at;
  }
  return (message) => terms.every((one) => message.includes(one));
}

function unsupported(text: string): AwsError {
  const message = `The sandbox does not know the filter pattern ${text}: it has plain and "quoted" terms, and { $.field = "value" }.`;
  return new AwsError('InvalidParameterException', message);
}
