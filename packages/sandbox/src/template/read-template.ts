import { readFileSync } from 'node:fs';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { displayPath } from './display-path.ts';
import { TemplateError } from './template-error.ts';
import type { Mapping, Value } from './value.ts';

/** Short forms `!Name argument` whose long form is `{ "Fn::Name": argument }`. */
const functions = new Set([
  ...[
    'And',
    'Base64',
    'Cidr',
    'Equals',
    'FindInMap',
    'ForEach',
    'GetAtt',
    'GetAZs',
    'If',
    'ImportValue',
    'Join',
  ],
  ...['Length', 'Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
]);

/** Types of YAML 1.1 that would turn text (a policy's version date, `12:30`) into something that is not JSON. */
const unwanted = ['timestamp', 'binary', 'omap', 'pairs', 'set', 'merge'].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

/**
 * Reads a template written in YAML 1.1 or JSON, with CloudFormation's short forms turned into long ones.
 * @throws TemplateError for a file that is not there, is no YAML, or has an unknown tag; it names file and line
 */
export function readTemplateFile(file: string): Mapping {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new TemplateError([`${displayPath(file)}: there is no such template file.`]);
  }
  return parseTemplate(text, file);
}

export function parseTemplate(text: string, file: string): Mapping {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1',
    customTags: (tags) =>
      tags.filter(
        (tag) =>
          typeof tag === 'string' ||
          !(unwanted.includes(tag.tag) || ('format' in tag && tag.format === 'TIME')),
      ),
    lineCounter: lines,
    logLevel: 'error',
  });
  const [first] = document.errors;
  if (first) throw new TemplateError([`${displayPath(file)}: ${first.message.trim()}`]);
  const problems: string[] = [];
  const report = (node: Node, sentence: string): void => {
    problems.push(`${displayPath(file)}:${lines.linePos(node.range?.[0] ?? 0).line}: ${sentence}`);
  };
  const template = nodeValue(document.contents, document, report);
  if (problems.length > 0) throw new TemplateError(problems);
  if (typeof template !== 'object' || template === null || Array.isArray(template)) {
    throw new TemplateError([`${displayPath(file)}: a template is a mapping with the section Resources.`]);
  }
  return template;
}

type ReportNode = (node: Node, sentence: string) => void;

function nodeValue(node: Node | null, document: Document, report: ReportNode): Value {
  if (node === null) return null;
  if (isAlias(node)) return nodeValue(node.resolve(document) ?? null, document, report);
  const value = untagged(node, document, report);
  const { tag } = node;
  if (tag === undefined || !tag.startsWith('!')) return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string') return { 'Fn::GetAtt': splitAttribute(value) };
  if (functions.has(name)) return { [`Fn::${name}`]: value };
  report(node, `there is no intrinsic function ${tag}.`);
  return value;
}

function untagged(node: Node, document: Document, report: ReportNode): Value {
  if (isSeq<Node | null>(node)) return node.items.map((item) => nodeValue(item, document, report));
  if (isMap<Node, Node | null>(node)) {
    const mapping: Mapping = {};
    for (const { key, value } of node.items) {
      mapping[isScalar(key) ? (key.source ?? String(key.value)) : String(key)] = nodeValue(
        value,
        document,
        report,
      );
    }
    return mapping;
  }
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** `!GetAtt Users.Outputs.PoolId` names the attribute `Outputs.PoolId` of `Users`. */
function splitAttribute(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
