import type { ToldFact } from '@shutterbus/sandbox/facts/told-facts';

/** Where a sandbox's pages can be reached. */
export interface Watchable {
  webUrl: string;
}

interface FeedOptions {
  /** Those with a higher number, as far as they are kept; those to come unless told. */
  after?: number;
  /** With what events carry. */
  content?: boolean;
  signal: AbortSignal;
}

export interface FactFeed {
  /** Number of the newest fact before the feed. */
  before: number;
  /** What was told at once, each time some is. */
  facts: AsyncGenerator<ToldFact[]>;
}

/** Is heard from the moment on at which it is given: what happens later is in it. */
export async function openFeed(
  { webUrl }: Watchable,
  { after, content = false, signal }: FeedOptions,
): Promise<FactFeed> {
  const address = new URL(`${webUrl}/_sandbox/v1/facts`);
  if (after !== undefined) address.searchParams.set('after', String(after));
  if (content) address.searchParams.set('content', '');
  const { body } = await fetch(address, { signal });
  const parts = messages(body?.pipeThrough(new TextDecoderStream()));
  const { value: first } = await parts.next();
  const number = /^id: (\d+)$/m.exec(first?.[0] ?? '')?.[1];
  if (number === undefined) throw new Error(`${address} tells nothing.`);
  return { before: Number(number), facts: factsIn(first?.slice(1) ?? [], parts) };
}

async function* factsIn(first: string[], rest: AsyncGenerator<string[]>): AsyncGenerator<ToldFact[]> {
  yield first.flatMap(read);
  for await (const parts of rest) yield parts.flatMap(read);
}

function read(part: string): ToldFact[] {
  const data = /^data: (.*)$/m.exec(part)?.[1];
  return data === undefined ? [] : [JSON.parse(data) as ToldFact];
}

/** The server-sent messages of a stream, those that came at once together. */
async function* messages(stream?: ReadableStream<string>): AsyncGenerator<string[]> {
  let text = '';
  for await (const chunk of stream ?? []) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    if (parts.length > 0) yield parts;
  }
}
