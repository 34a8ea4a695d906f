import { AwsError } from './aws-error.ts';
import { type Call, type Edge, readBody } from './edge.ts';

/** Content of an element: text, elements by name, `member` elements, or a map's `entry` elements. Undefined is left out. */
export type Xml =
  | string
  | number
  | undefined
  | readonly Xml[]
  | ReadonlyMap<string, string>
  | { readonly [element: string]: Xml };

export type QueryOperation = (input: URLSearchParams, call: Call) => Xml;

export interface QueryProtocolOptions {
  name: string;
  /** `2010-05-15`: tells services apart when a request is unsigned. */
  version: string;
  operations: Record<string, QueryOperation>;
}

/** The edge of a service whose operation is the form parameter `Action` and whose answers are XML. */
export function queryProtocol({ name, version, operations }: QueryProtocolOptions): Edge {
  return {
    name,
    operations: Object.keys(operations),
    claims: ({ signedFor, request }) =>
      signedFor === name && request.headers['x-amz-target'] === undefined && !isRpc(request.headers),
    async handle(call) {
      const { response, requestId } = call;
      const answer = (status: number, text: string): void => {
        response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId });
        response.end(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`);
      };
      const metadata = `<RequestId>${requestId}</RequestId>`;
      try {
        const body = (await readBody(call.request)).toString('utf8');
        const input = new URLSearchParams(body === '' ? call.url.search : body);
        const action = input.get('Action') ?? '';
        const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
        if (!operation)
          throw new AwsError('InvalidAction', `The sandbox has no ${name} operation ${action}.`);
        const result = toXml({ [`${action}Result`]: operation(input, call) });
        const namespace = `https://${name}.amazonaws.com/doc/${version}/`;
        answer(
          200,
          `<${action}Response xmlns="${namespace}">${result}<ResponseMetadata>${metadata}</ResponseMetadata></${action}Response>`,
        );
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const details = toXml({ Type: 'Sender', Code: error.code, Message: error.message });
        answer(error.status, `<ErrorResponse><Error>${details}</Error>${metadata}</ErrorResponse>`);
      }
    },
  };
}

const isRpc = (headers: Call['request']['headers']): boolean => headers['smithy-protocol'] !== undefined;

function toXml(value: Xml): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return escapeXml(String(value));
  if (value instanceof Map)
    return [...value].map(([key, text]) => toXml({ entry: { key, value: text } })).join('');
  if (isList(value)) return value.map((item) => `<member>${toXml(item)}</member>`).join('');
  return Object.entries(value)
    .map(([element, content]) => (content === undefined ? '' : `<${element}>${toXml(content)}</${element}>`))
    .join('');
}

const isList = (value: object): value is readonly Xml[] => Array.isArray(value);

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
