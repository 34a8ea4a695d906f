/** A condition on a log message that is JSON. */
export type JsonCondition = (document: unknown) => boolean;

type Token = { kind: 'path' | 'text' | 'word' | 'sign'; text: string };

const tokenForm =
  /\s*(?:(?<path>\$(?:\.[\w@-]+|\[\d+\])+)|"(?<text>(?:[^"\\]|\\.)*)"|(?<sign>&&|\|\||!=|<=|>=|[=<>()])|(?<word>[\w.*:/@+-]+))/y;

/**
 * The filter language for JSON messages, without its braces: comparisons of a path with a text (in which `*` stands for
 * anything) or a number, `IS NULL`, `NOT EXISTS`, `&&`, `||` and parentheses. A field that is not there fulfils no comparison.
 * @throws SyntaxError that says where it was not understood
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileJsonPattern(pattern: string): JsonCondition {
  const tokens = tokensOf(pattern);
  let at = 0;
  const peek = (text: string): boolean => tokens[at]?.text === text && tokens[at]?.kind !== 'text';
  const next = (): Token => {
    const token = tokens[at];
    if (!token) throw new SyntaxError('the pattern ends too early');
    at += 1;
    return token;
  };

  function either(): JsonCondition {
    const parts = [both()];
    while (peek('||')) {
      at += 1;
      parts.push(both());
    }
    return (document) => parts.some((part) => part(document));
  }

  function both(): JsonCondition {
    const parts = [one()];
    while (peek('&&')) {
      at += 1;
      parts.push(one());
    }
    return (document) => parts.every((part) => part(document));
  }

  function one(): JsonCondition {
    if (peek('(')) {
      at += 1;
      const inner = either();
      if (next().text !== ')') throw new SyntaxError('a parenthesis is not closed');
      return inner;
    }
    const path = next();
    if (path.kind !== 'path') throw new SyntaxError(`${path.text} is no field, which begins with $.`);
    const steps = path.text.match(/[\w@-]+/g) ?? [];
    return comparison((document) => valueAt(document, steps));
  }

  function comparison(read: (document: unknown) => unknown): JsonCondition {
    const sign = next().text;
    const operand = next();
    if (sign.toUpperCase() === 'IS' && operand.text.toUpperCase() === 'NULL')
      return (document) => read(document) === null;
    if (sign.toUpperCase() === 'NOT' && operand.text.toUpperCase() === 'EXISTS')
      return (document) => read(document) === undefined;
    const number = operand.kind === 'word' ? Number(operand.text) : Number.NaN;
    if (!Number.isNaN(number)) {
      const holds = numeric[sign];
      if (!holds) throw new SyntaxError(`${sign} compares no numbers`);
      return (document) => {
        const found = read(document);
        return typeof found === 'number' && holds(found, number);
      };
    }
    if (sign !== '=' && sign !== '!=') throw new SyntaxError(`${sign} compares no texts`);
    const form = new RegExp(`^${operand.text.split('*').map(literally).join('.*')}$`, 's');
    return (document) => {
      const found = read(document);
      if (found === undefined || found === null || typeof found === 'object') return false;
      return form.test(String(found)) === (sign === '=');
    };
  }

  const condition = either();
  if (at < tokens.length) throw new SyntaxError(`${tokens[at]?.text} is one too many`);
  return condition;
}

const numeric: Readonly<Record<string, (found: number, wanted: number) => boolean>> = {
  '=': (found, wanted) => found === wanted,
  '!=': (found, wanted) => found !== wanted,
  '<': (found, wanted) => found < wanted,
  '<=': (found, wanted) => found <= wanted,
  '>': (found, wanted) => found > wanted,
  '>=': (found, wanted) => found >= wanted,
};

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  const text = pattern.trim();
  for (let at = 0; at < text.length; at = tokenForm.lastIndex) {
    tokenForm.lastIndex = at;
    const groups = tokenForm.exec(text)?.groups;
    if (!groups) throw new SyntaxError(`${text.slice(at)} is not understood`);
    if (groups.path !== undefined) tokens.push({ kind: 'path', text: groups.path });
    else if (groups.text !== undefined)
      tokens.push({ kind: 'text', text: groups.text.replace(/\\(.)/g, '$1') });
    else if (groups.sign !== undefined) tokens.push({ kind: 'sign', text: groups.sign });
    else tokens.push({ kind: 'word', text: groups.word ?? '' });
  }
  return tokens;
}

function valueAt(document: unknown, steps: readonly string[]): unknown {
  let value = document;
  for (const step of steps)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  return value;
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
