/** Tables that a write names, each once. Items hold no text under this name, since their values are objects; a batch has tables as names of members. */
export function tablesIn(body: Buffer): Iterable<string> {
  const text = body.toString('utf8');
  const named = [...text.matchAll(/"TableName"\s*:\s*"([^"]+)"/g)];
  if (named.length > 0) return new Set(named.map(([, table = '']) => table));
  const { RequestItems = {} } = JSON.parse(text) as { RequestItems?: object };
  return Object.keys(RequestItems);
}
