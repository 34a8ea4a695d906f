import type { ObjectVersion } from './object-store.ts';
import { type Operation, quoted, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';
import type { XmlContent } from './xml.ts';

/** Greater than every key that begins with the text before it. */
const afterAll = '\u{10FFFF}';

interface Page<Entry> {
  entries: Entry[];
  prefixes: string[];
  /** The last key or common prefix of a page that is not the last. */
  last?: string;
  lastEntry?: Entry;
}

/** Groups sorted entries by `delimiter` and cuts them to `max` keys and prefixes together. */
function paginate<Entry extends { key: string }>(
  entries: Iterable<Entry>,
  prefix: string,
  delimiter: string,
  max: number,
): Page<Entry> {
  const page: Page<Entry> = { entries: [], prefixes: [] };
  let last: string | undefined;
  for (const entry of entries) {
    if (!entry.key.startsWith(prefix)) {
      if (entry.key < prefix) continue;
      break;
    }
    const cut = delimiter === '' ? -1 : entry.key.indexOf(delimiter, prefix.length);
    const common = cut < 0 ? undefined : entry.key.slice(0, cut + delimiter.length);
    if (common !== undefined && common === page.prefixes.at(-1)) continue;
    if (page.entries.length + page.prefixes.length >= max) {
      if (last !== undefined) page.last = last;
      return page;
    }
    if (common === undefined) {
      page.entries.push(entry);
      page.lastEntry = entry;
    } else page.prefixes.push(common);
    last = common ?? entry.key;
  }
  return page;
}

function parameters(query: URLSearchParams) {
  const max = Number(query.get('max-keys') ?? 1000);
  if (!Number.isInteger(max) || max < 0)
    throw s3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  const urlEncoded = query.get('encoding-type') === 'url';
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    max: Math.min(max, 1000),
    /** Keys may hold characters that XML cannot; a client then asks for them URL-encoded. */
    text: (value: string): string => (urlEncoded ? encodeURIComponent(value).replaceAll('%2F', '/') : value),
    EncodingType: urlEncoded ? 'url' : undefined,
  };
}

/** Where the next page begins: past a whole common prefix, if the page ended with one. */
const resumeAfter = (last: string, delimiter: string): string =>
  delimiter !== '' && last.endsWith(delimiter) ? last + afterAll : last;

function contents(version: ObjectVersion, text: (value: string) => string): XmlContent {
  return {
    Key: text(version.key),
    LastModified: new Date(version.lastModifiedMs).toISOString(),
    ETag: quoted(version.etag),
    Size: version.sizeBytes,
    StorageClass: 'STANDARD',
  };
}

/** ListObjectsV2. The continuation token is the last key or prefix, base64. */
export const listObjects: Operation = (state, { bucket, query }) => {
  const { prefix, delimiter, max, text, EncodingType } = parameters(query);
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const after =
    token === null ? startAfter : resumeAfter(Buffer.from(token, 'base64url').toString('utf8'), delimiter);
  const inclusive = prefix > after;
  const rows = state.objects.currentFrom(bucket.name, inclusive ? prefix : after, inclusive);
  const page = paginate(rows, prefix, delimiter, max);
  return xmlAnswer('ListBucketResult', {
    Name: bucket.name,
    Prefix: text(prefix),
    Delimiter: delimiter === '' ? undefined : text(delimiter),
    MaxKeys: max,
    EncodingType,
    KeyCount: page.entries.length + page.prefixes.length,
    IsTruncated: page.last !== undefined,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: page.last && Buffer.from(page.last).toString('base64url'),
    StartAfter: startAfter === '' ? undefined : text(startAfter),
    Contents: page.entries.map((version) => ({
      ...(contents(version, text) as object),
      // The first version tells always whose an object is, this one only who asks.
      ...(query.get('fetch-owner') === 'true' && { Owner: owner }),
    })),
    CommonPrefixes: page.prefixes.map((Prefix) => ({ Prefix: text(Prefix) })),
  });
};

const owner = { ID: 'sandbox', DisplayName: 'sandbox' };

/** ListObjects, the first version, which goes on after a marker. */
export const listObjectsV1: Operation = (state, { bucket, query }) => {
  const { prefix, delimiter, max, text, EncodingType } = parameters(query);
  const marker = query.get('marker') ?? '';
  const after = resumeAfter(marker, delimiter);
  const inclusive = prefix > after;
  const rows = state.objects.currentFrom(bucket.name, inclusive ? prefix : after, inclusive);
  const page = paginate(rows, prefix, delimiter, max);
  return xmlAnswer('ListBucketResult', {
    Name: bucket.name,
    Prefix: text(prefix),
    Marker: text(marker),
    Delimiter: delimiter === '' ? undefined : text(delimiter),
    MaxKeys: max,
    EncodingType,
    IsTruncated: page.last !== undefined,
    NextMarker: page.last && text(page.last),
    Contents: page.entries.map((version) => ({ ...(contents(version, text) as object), Owner: owner })),
    CommonPrefixes: page.prefixes.map((Prefix) => ({ Prefix: text(Prefix) })),
  });
};

/** ListObjectVersions: versions and delete markers, by key, newest first. */
export const listVersions: Operation = (state, { bucket, query }) => {
  const { prefix, delimiter, max, text, EncodingType } = parameters(query);
  const keyMarker = query.get('key-marker') ?? '';
  const versionMarker = query.get('version-id-marker');
  const before =
    versionMarker === null
      ? 0
      : (state.objects.version(bucket.name, keyMarker, versionMarker)?.sequence ?? 0);
  const after = resumeAfter(keyMarker, delimiter);
  // Keys below the prefix cannot be in the answer; "greater than the prefix, or it with any sequence".
  const [from, sequence] = prefix > after ? [prefix, Number.MAX_SAFE_INTEGER] : [after, before];
  const page = paginate(state.objects.versionsFrom(bucket.name, from, sequence), prefix, delimiter, max);
  const endsWithEntry = page.last !== undefined && page.last === page.lastEntry?.key;
  const entry = (version: ObjectVersion): XmlContent => ({
    Key: text(version.key),
    VersionId: version.versionId,
    IsLatest: state.objects.current(bucket.name, version.key)?.sequence === version.sequence,
    LastModified: new Date(version.lastModifiedMs).toISOString(),
    ...(!version.isDeleteMarker && {
      ETag: quoted(version.etag),
      Size: version.sizeBytes,
      StorageClass: 'STANDARD',
    }),
  });
  return xmlAnswer('ListVersionsResult', {
    Name: bucket.name,
    Prefix: text(prefix),
    KeyMarker: text(keyMarker),
    VersionIdMarker: versionMarker ?? undefined,
    Delimiter: delimiter === '' ? undefined : text(delimiter),
    MaxKeys: max,
    EncodingType,
    IsTruncated: page.last !== undefined,
    NextKeyMarker: page.last && text(page.last),
    NextVersionIdMarker: endsWithEntry ? page.lastEntry?.versionId : undefined,
    Version: page.entries.filter((version) => !version.isDeleteMarker).map(entry),
    DeleteMarker: page.entries.filter((version) => version.isDeleteMarker).map(entry),
    CommonPrefixes: page.prefixes.map((Prefix) => ({ Prefix: text(Prefix) })),
  });
};
