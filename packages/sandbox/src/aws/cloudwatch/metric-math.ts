/** A number, or nothing where a metric has no data. */
export type Term = number | undefined;

/** @param term value of a metric or expression by its id @returns what the expression gives in one period */
export type Expression = (term: (id: string) => Term) => Term;

type Operator = (left: number, right: number) => number | undefined;

/** By rank, the loosest binding first. */
const operators: Record<string, Operator>[] = [
  { OR: (a, b) => Number(a !== 0 || b !== 0), '||': (a, b) => Number(a !== 0 || b !== 0) },
  { AND: (a, b) => Number(a !== 0 && b !== 0), '&&': (a, b) => Number(a !== 0 && b !== 0) },
  {
    '==': (a, b) => Number(a === b),
    '!=': (a, b) => Number(a !== b),
    '<=': (a, b) => Number(a <= b),
    '>=': (a, b) => Number(a >= b),
    '<': (a, b) => Number(a < b),
    '>': (a, b) => Number(a > b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  // CloudWatch leaves a point out where something is divided by nothing.
  { '*': (a, b) => a * b, '/': (a, b) => (b === 0 ? undefined : a / b) },
];

const tokens = /\s*(\d+(?:\.\d+)?|[A-Za-z]\w*|\|\||&&|==|!=|<=|>=|[-+*/<>(),[\]])/y;

/**
 * The part of metric math that works on each period for itself: numbers, ids, + - * /, comparisons, AND, OR, IF, FILL,
 * SUM, AVG, MIN, MAX, ABS, CEIL, FLOOR, and METRICS() as a list of all metrics. What is missing stays missing, but in FILL, in IF's branches and in lists.
 * @param metricIds what METRICS() stands for
 * @throws SyntaxError that names what is not supported
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function parseExpression(text: string, metricIds: readonly string[] = []): Expression {
  const words = scan(text);
  let at = 0;
  const expression = binary(0);
  if (at < words.length) throw unexpected();
  return expression;

  function unexpected(): SyntaxError {
    return new SyntaxError(`metric math: "${words[at] ?? 'the end'}" is not understood in ${text}`);
  }

  function expect(word: string): void {
    if (words[at] !== word) throw unexpected();
    at++;
  }

  function binary(rank: number): Expression {
    const own = operators[rank];
    if (!own) return unary();
    let left = binary(rank + 1);
    for (let operator = ownOperator(own); operator; operator = ownOperator(own)) {
      at++;
      left = combined(operator, left, binary(rank + 1));
    }
    return left;
  }

  function ownOperator(own: Record<string, Operator>): Operator | undefined {
    const word = words[at] ?? '';
    return Object.hasOwn(own, word) ? own[word] : undefined;
  }

  function unary(): Expression {
    if (words[at] !== '-') return primary();
    at++;
    const inner = unary();
    return (term) => {
      const value = inner(term);
      return value === undefined ? undefined : -value;
    };
  }

  function primary(): Expression {
    const word = words[at];
    if (word === undefined) throw unexpected();
    if (word === '(') {
      at++;
      const inner = binary(0);
      expect(')');
      return inner;
    }
    if (/^\d/.test(word)) {
      at++;
      return () => Number(word);
    }
    if (!/^[A-Za-z]/.test(word)) throw unexpected();
    if (words[at + 1] !== '(') {
      at++;
      return (term) => term(word);
    }
    const make = Object.hasOwn(functions, word) ? functions[word] : undefined;
    if (!make) throw unexpected();
    at += 2;
    const list = items(')');
    return make(list);
  }

  /** Arguments up to the closing word; a list in brackets counts as its members. */
  function items(closing: string): Expression[] {
    const found: Expression[] = [];
    while (words[at] !== closing) {
      if (found.length > 0) expect(',');
      if (words[at] === '[') {
        at++;
        found.push(...items(']'));
      } else if (words[at] === 'METRICS') {
        at++;
        expect('(');
        expect(')');
        found.push(
          ...metricIds.map(
            (id): Expression =>
              (term) =>
                term(id),
          ),
        );
      } else found.push(binary(0));
    }
    at++;
    return found;
  }
}

function scan(text: string): string[] {
  const words: string[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    tokens.lastIndex = at;
    const match = tokens.exec(text);
    if (!match?.[1]) throw new SyntaxError(`metric math: "${text.slice(at).trim()}" is not understood`);
    words.push(match[1]);
    at = tokens.lastIndex;
  }
  return words;
}

function combined(operator: Operator, left: Expression, right: Expression): Expression {
  return (term) => {
    const a = left(term);
    const b = right(term);
    return a === undefined || b === undefined ? undefined : operator(a, b);
  };
}

type Make = (items: Expression[]) => Expression;

/** Over those of the list that have data. */
const over =
  (reduce: (values: number[]) => number): Make =>
  (items) =>
  (term) => {
    const values = items.map((item) => item(term)).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : reduce(values);
  };

const of =
  (change: (value: number) => number): Make =>
  ([item]) =>
  (term) => {
    const value = item?.(term);
    return value === undefined ? undefined : change(value);
  };

const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);

const functions: Record<string, Make> = {
  SUM: over(total),
  AVG: over((values) => total(values) / values.length),
  MIN: over((values) => Math.min(...values)),
  MAX: over((values) => Math.max(...values)),
  ABS: of(Math.abs),
  CEIL: of(Math.ceil),
  FLOOR: of(Math.floor),
  FILL:
    ([item, instead]) =>
    (term) =>
      item?.(term) ?? instead?.(term),
  IF:
    ([condition, then, otherwise]) =>
    (term) => {
      const value = condition?.(term);
      return value !== undefined && value !== 0 ? then?.(term) : otherwise?.(term);
    },
};
