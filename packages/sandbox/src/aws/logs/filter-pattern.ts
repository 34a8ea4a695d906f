import { AwsError } from '../../core/aws-error.ts';
import { compileJsonPattern } from './json-pattern.ts';

/** Whether a log message is what the caller looks for. */
export type MessageFilter = (message: string) => boolean;

const term = /\??(?:"((?:[^"\\]|\\.)*)"|[\w@.:/#-]+)/y;

/**
 * The part of CloudWatch's filter language that finds things: plain and quoted terms, all of which must be there
 * (case-sensitive), such terms with a `?` before each, one of which must be, and conditions on JSON in braces.
 * @throws AwsError `InvalidParameterException` for anything else
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(pattern: string): MessageFilter {
  const text = pattern.trim();
  if (text === '') return () => true;
  return text.startsWith('{') ? compileJson(text) : compileTerms(text);
}

function compileJson(text: string): MessageFilter {
  if (!text.endsWith('}')) throw unsupported(text, 'a brace is not closed');
  try {
    const holds = compileJsonPattern(text.slice(1, -1));
    return (message) => {
      const document = parseJson(message);
      return document !== undefined && holds(document);
    };
  } catch (error) {
    if (error instanceof SyntaxError) throw unsupported(text, error.message);
    throw error;
  }
}

function parseJson(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function compileTerms(text: string): MessageFilter {
  const terms: string[] = [];
  let alternatives = 0;
  let at = 0;
  while (at < text.length) {
    term.lastIndex = at;
    const match = term.exec(text);
    const written = match?.[0].replace(/^\?/, '');
    if (!match || written === undefined || written.startsWith('-')) throw unsupported(text);
    if (match[0].startsWith('?')) alternatives += 1;
    terms.push(match[1]?.replace(/\\(.)/g, '$1') ?? written);
    at = term.lastIndex;
    const gap = /\s+/y;
    gap.lastIndex = at;
    if (at < text.length && !gap.test(text)) throw unsupported(text);
    at = gap.lastIndex || at;
  }
  if (alternatives === terms.length) return (message) => terms.some((one) => message.includes(one));
  if (alternatives > 0) throw unsupported(text, 'all of its terms have a ? before them, or none');
  return (message) => terms.every((one) => message.includes(one));
}

function unsupported(
  text: string,
  why = 'it has plain and "quoted" terms, and { $.field = "value" }',
): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `The sandbox does not know the filter pattern ${text}: ${why}.`,
  );
}
