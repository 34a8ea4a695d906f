import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { root } from '../lib/repository.ts';

/** The outputs of template.yaml that the web app needs. */
export const siteOutputs = z.object({
  WebBucketName: z.string(),
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
  CognitoEndpoint: z.string(),
});

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** What the web app is told of the sandbox that it runs in, and in no account. */
export interface SandboxSettings {
  /** Where it tells what happened because of a photo or a request. */
  storiesAt?: string;
}

/**
 * Puts the built web app and its config.json into the web bucket: what changed is uploaded, pages after the assets
 * that they name, and what no longer belongs there is removed. What the page before names stays until the publication after:
 * caches on the way, and tabs that are open, have that page still. Does nothing when all is as it should be.
 * @param ofSandbox given for the sandbox's own bucket alone
 * @returns the names of the files that were uploaded
 */
export async function publishSite(
  client: S3Client,
  region: string,
  outputs: z.infer<typeof siteOutputs>,
  ofSandbox: SandboxSettings = {},
): Promise<string[]> {
  const files = await builtFiles();
  files.set('config.json', Buffer.from(JSON.stringify({ ...configOf(region, outputs), ...ofSandbox })));

  const Bucket = outputs.WebBucketName;
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const there = new Map(Contents.map(({ Key = '', ETag = '' }) => [Key, ETag]));

  const gone = [...there.keys()].filter((name) => !files.has(name));
  const kept = gone.length === 0 ? new Set() : await reachableFromPage([...there.keys()], readText);

  const changed = [...files].filter(([name, bytes]) => there.get(name) !== etagOf(bytes));
  const pagesLast = changed.toSorted(([a], [b]) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')));
  for (const [Key, Body] of pagesLast) {
    const ContentType = contentTypes[path.extname(Key)];
    if (!ContentType) throw new Error(`packages/web/dist/${Key}: no content type is known for this ending`);
    // Assets carry a hash in their names and never change; everything else is asked for again each time.
    const CacheControl = Key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType, CacheControl }));
  }

  const unneeded = gone.filter((name) => !kept.has(name));
  if (unneeded.length > 0) {
    await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: unneeded.map((Key) => ({ Key })) } }),
    );
  }
  return pagesLast.map(([name]) => name);

  async function readText(Key: string): Promise<string> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  }
}

/** The assets that index.html names, and those that its scripts and styles name: their names, with a hash, stand nowhere else. */
export async function reachableFromPage(
  names: readonly string[],
  readText: (name: string) => Promise<string>,
): Promise<Set<string>> {
  const reached = new Set<string>(names.filter((name) => name === 'index.html'));
  for (const name of reached) {
    if (!/\.(html|js|css)$/.test(name)) continue;
    const text = await readText(name);
    for (const asset of names)
      if (asset.startsWith('assets/') && text.includes(path.basename(asset))) reached.add(asset);
  }
  return reached;
}

/** What the web app asks for first: GET /config.json. */
function configOf(
  region: string,
  { UserPoolId, UserPoolClientId, CognitoEndpoint }: z.infer<typeof siteOutputs>,
) {
  return {
    region,
    userPoolId: UserPoolId,
    userPoolClientId: UserPoolClientId,
    cognitoEndpoint: CognitoEndpoint,
    apiBase: '',
  };
}

async function builtFiles(): Promise<Map<string, Buffer>> {
  const folder = path.join(root, 'packages/web/dist');
  const files = new Map<string, Buffer>();
  for await (const entry of glob('**/*.*', { cwd: folder, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(folder, file).split(path.sep).join('/'), await readFile(file));
  }
  return files;
}

/** S3's ETag of an object that was put in one piece. */
const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;
