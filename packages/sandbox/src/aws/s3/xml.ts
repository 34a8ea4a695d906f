import { XMLParser } from 'fast-xml-parser';
import { s3Error } from './s3-error.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** What stands inside an element; absent members are left out, an array repeats its element. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | XmlContent[]
  | { [element: string]: XmlContent };

const escaped = (text: string): string => text.replace(/[&<>"\r]/g, (character) => entities[character] ?? '');

function element(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((one) => element(name, one)).join('');
  return `<${name}>${inner(content)}</${name}>`;
}

function inner(content: XmlContent): string {
  if (typeof content !== 'object') return escaped(String(content));
  return Object.entries(content)
    .map(([name, child]) => element(name, child))
    .join('');
}

/** A document in S3's name space. @param plain without it, as error documents are */
export function xmlDocument(root: string, content: XmlContent, plain = false): string {
  const space = plain ? '' : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${space}>${inner(content)}</${root}>`;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** https://www.w3.org/TR/xml/#sec-references: the five names of XML, and characters by number. */
const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (reference, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? reference;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (code === 0 || code > 0x10ffff) throw s3Error('MalformedXML');
    return String.fromCodePoint(code);
  });

/**
 * Reads a request document.
 * @param lists elements that may repeat: always an array in the result
 * @param mayBeEmpty an element without anything in it is good
 * @throws AwsError `MalformedXML`
 */
export function readXml(
  body: Buffer,
  root: string,
  lists: string[],
  mayBeEmpty = false,
): Record<string, unknown> {
  const parser = new XMLParser({
    parseTagValue: false,
    processEntities: false,
    tagValueProcessor: (_name, value) => unescaped(value),
    trimValues: false,
    removeNSPrefix: true,
    ignoreAttributes: true,
    isArray: (name) => lists.includes(name),
  });
  try {
    const document = parser.parse(body.toString('utf8'), true) as Record<string, unknown>;
    const content = document[root];
    if (mayBeEmpty && content === '') return {};
    if (content === null || typeof content !== 'object') throw s3Error('MalformedXML');
    return content as Record<string, unknown>;
  } catch {
    throw s3Error('MalformedXML');
  }
}
