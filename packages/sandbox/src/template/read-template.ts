import { readFileSync } from 'node:fs';
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLParseError,
  type YAMLSeq,
} from 'yaml';
import { displayPath } from './display-path.ts';
import { TemplateError } from './template-error.ts';
import { isMapping, type Mapping, scalarText, type Value } from './value.ts';
import { sentenceOfYaml } from './yaml-faults.ts';
import { plainScalar } from './yaml-scalar.ts';

/**
 * Reads a template written in YAML 1.1 or JSON, with short forms `!Name` turned into long ones, whether there is such a function
 * or not: that is said where it is evaluated, beside everything else that is wrong.
 * @throws TemplateError for a file that is not there or is no YAML; it names file and line
 */
export function readTemplateFile(file: string, warn?: Warn): Mapping {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new TemplateError([`${displayPath(file)}: there is no such template file.`]);
  }
  return parseTemplate(text, file, warn);
}

export function parseTemplate(text: string, file: string, warn: Warn = () => {}): Mapping {
  const template = jsonValue(text) ?? yamlValue(text, file, warn);
  if (!isMapping(template)) {
    throw new TemplateError([`${displayPath(file)}: a template is a mapping with the section Resources.`]);
  }
  return template;
}

/** Takes one sentence about something that AWS takes as well, though hardly as it is meant. */
export type Warn = (sentence: string) => void;

/** JSON is read as JSON, as the SAM CLI does: its tabs would be no YAML. */
function jsonValue(text: string): Value | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** Scalars stay as they are written; what they mean is decided by `plainScalar`. */
const options = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  logLevel: 'error',
} as const;

/**
 * PyYAML asks nothing of the indentation between braces, this library does: a line there that stands too far to the left
 * is moved to the right, one after the other.
 */
function parseFlowsAnywhere(text: string) {
  const rows = text.split('\n');
  for (let last = 0; ; ) {
    const lines = new LineCounter();
    const moved = rows.join('\n');
    const document = parseDocument(moved, { ...options, lineCounter: lines });
    const row = document.errors.find(isFlowIndent)?.linePos?.[0].line;
    if (row === undefined || row <= last) return { document, lines, moved };
    rows[row - 1] = `${' '.repeat(80)}${rows[row - 1]}`;
    last = row;
  }
}

const isFlowIndent = ({ code, message }: YAMLParseError): boolean =>
  code === 'BAD_INDENT' && message.startsWith('Flow');

function yamlValue(text: string, file: string, warn: Warn): Value {
  const { document, lines, moved } = parseFlowsAnywhere(text);
  const [first] = document.errors;
  if (first) {
    const line = first.linePos?.[0].line ?? 1;
    throw new TemplateError([`${displayPath(file)}:${line}: ${sentenceOfYaml(first, moved)}.`]);
  }
  const lineOf = (node: Node): number => lines.linePos(node.range?.[0] ?? 0).line;
  const problems: string[] = [];
  const reading: Reading = {
    anchored: anchoredNodes(document),
    openEnd: text.endsWith('\n') ? undefined : moved.length,
    report: (node, sentence) => problems.push(`${displayPath(file)}:${lineOf(node)}: ${sentence}`),
    warn: (node, sentence) => warn(`${displayPath(file)}:${lineOf(node)}: ${sentence}`),
    numbers: false,
  };
  const value = nodeValue(document.contents, reading);
  if (problems.length > 0) throw new TemplateError(problems);
  return value;
}

interface Reading {
  /** What each alias stands for, unless no such anchor is before it. */
  anchored: ReadonlyMap<Alias, Node>;
  /** Where the text ends when it ends without a line break: a block there has none either. */
  openEnd: number | undefined;
  report(node: Node, sentence: string): void;
  warn(node: Node, sentence: string): void;
  /** True inside of event patterns, where `1.0` is compared and not shown. */
  numbers: boolean;
}

/** Found in one walk: the library itself walks through the whole document for each alias. */
function anchoredNodes(document: Document): Map<Alias, Node> {
  const named = new Map<string, Node>();
  const anchored = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const found = named.get(node.source);
        if (found) anchored.set(node, found);
      } else if (node.anchor) named.set(node.anchor, node);
    },
  });
  return anchored;
}

function nodeValue(node: Node | null, reading: Reading): Value {
  if (node === null) return null;
  if (isAlias(node)) {
    const anchored = reading.anchored.get(node);
    if (!anchored)
      reading.report(
        node,
        `*${node.source} names an anchor that is not there; it needs a &${node.source} before it.`,
      );
    return nodeValue(anchored ?? null, reading);
  }
  const { tag } = node;
  if (tag === undefined || !tag.startsWith('!')) return untagged(node, reading);
  // A scalar behind a tag is the argument of a function and never anything but text.
  const value = isScalar(node) ? sourceOf(node, reading) : untagged(node, reading);
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string') return { 'Fn::GetAtt': splitAttribute(value) };
  return { [`Fn::${name}`]: value };
}

function untagged(node: Node, reading: Reading): Value {
  if (isSeq<Node | null>(node)) return node.items.map((item) => nodeValue(item, reading));
  if (isMap<Node, Node | null>(node)) return mappingOf(node, reading);
  if (!isScalar(node)) return null;
  const text = sourceOf(node, reading);
  if (node.tag === 'tag:yaml.org,2002:str' || node.tag === 'tag:yaml.org,2002:binary') return text;
  if (node.tag === undefined && node.type !== 'PLAIN') return text;
  const value = plainScalar(text);
  return reading.numbers && typeof value === 'string' && /^-?\d+\.0$/.test(value) ? Number(value) : value;
}

/** Of a key that stands twice the last value counts; what is merged in by `<<` stands behind what is written out. */
function mappingOf(node: YAMLMap<Node, Node | null>, reading: Reading): Mapping {
  const merged: Mapping = {};
  const own: Mapping = {};
  for (const { key, value } of node.items) {
    if (isScalar(key) && key.type === 'PLAIN' && key.source === '<<') {
      const sources = isMergeList(value) ? value.items.toReversed() : [value];
      for (const source of sources) {
        const more = nodeValue(source, reading);
        if (isMapping(more)) Object.assign(merged, more);
        else reading.report(key, 'the merge key << takes a mapping or a list of mappings.');
      }
      continue;
    }
    const name = keyOf(key, reading);
    if (Object.hasOwn(own, name))
      reading.warn(key, `the key ${name} stands twice in one mapping; the last one counts, as in AWS.`);
    const numbers = reading.numbers || name === 'EventPattern' || name === 'Pattern';
    own[name] = nodeValue(value, { ...reading, numbers });
  }
  return { ...merged, ...own };
}

const isMergeList = (value: Node | null): value is YAMLSeq<Node> => value !== null && isSeq(value);

/** Keys are text in the end, after they were read as values: `0755: x` has the key `493`. */
function keyOf(key: Node, reading: Reading): string {
  const value = nodeValue(key, reading);
  if (value === null) return 'null';
  const text = scalarText(value);
  if (text === undefined) reading.report(key, 'a key is a single value.');
  return text ?? '';
}

function sourceOf({ value, type, range }: Scalar, { openEnd }: Reading): string {
  const text = typeof value === 'string' ? value : String(value ?? '');
  const atEnd = type?.startsWith('BLOCK') && range?.[1] === openEnd;
  return atEnd ? text.replace(/\n$/, '') : text;
}

/** `!GetAtt Users.Outputs.PoolId` names the attribute `Outputs.PoolId` of `Users`. */
function splitAttribute(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
