import * as z from 'zod';
import type { World } from '../../core/world.ts';
import type { CodeStore } from './code-store.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** A version of a function: its code and configuration as they were when it was published. They never change. */
export interface PublishedVersion {
  /** `1`, `2`, … */
  version: string;
  description: string;
  /** Base64. */
  codeSha256: string;
  /** What runs: the function with this version's own code, variables and settings. */
  fn: LambdaFunction;
}

/** Published versions; they survive a restart. */
export interface Versions {
  /** Publishes what `$LATEST` is now. @returns the newest version as it is, when nothing changed since */
  publish(latest: LambdaFunction, description?: string): PublishedVersion;
  /** Takes a version back, with its code unless another has the same. */
  remove(latest: LambdaFunction, version: string): void;
  /** Oldest first. */
  list(latest: LambdaFunction): PublishedVersion[];
  find(latest: LambdaFunction, version: string): PublishedVersion | undefined;
  /**
   * Forgets all versions of a function but the newest and those that are named, with their code.
   * @param named none when the function itself is gone: then its newest goes as well
   */
  prune(functionName: string, named: ReadonlySet<string> | undefined): void;
}

/** What a version keeps; the rest, such as reserved concurrency, belongs to the function as a whole. */
const configuration = z.object({
  roleArn: z.string(),
  runtime: z.string(),
  handler: z.string(),
  variables: z.record(z.string(), z.string()),
  architecture: z.string(),
  timeoutSeconds: z.number(),
  memoryMb: z.number(),
  deadLetterArn: z.string().optional(),
  logGroup: z.string(),
  logFormat: z.enum(['Text', 'JSON']).default('Text'),
  durable: z.object({ executionTimeoutSeconds: z.number(), retentionDays: z.number() }).optional(),
});

const storedVersion = z.object({
  version: z.number(),
  description: z.string(),
  code_sha256: z.string(),
  root: z.string(),
  configuration: z.string(),
  published_at: z.string(),
});

/** Stands for the sandbox's own address, which may be another at the next start. */
const endpointMark = '<endpoint>';

export function makeVersions(world: World, code: CodeStore): Versions {
  const { db, endpoint } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS lambda_versions (
    function_name TEXT NOT NULL, version INTEGER NOT NULL, description TEXT NOT NULL, code_sha256 TEXT NOT NULL,
    root TEXT NOT NULL, configuration TEXT NOT NULL, published_at TEXT NOT NULL,
    PRIMARY KEY (function_name, version))`);
  const select = db.prepare('SELECT * FROM lambda_versions WHERE function_name = ? ORDER BY version');
  const isUsed = db.prepare('SELECT 1 FROM lambda_versions WHERE root = ?');
  const insert = db.prepare('INSERT INTO lambda_versions VALUES (?, ?, ?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM lambda_versions WHERE function_name = ? AND version = ?');

  /** By function name; environments are told apart by the object that they run, so it must stay the same. */
  const known = new Map<string, PublishedVersion[]>();

  function list(latest: LambdaFunction): PublishedVersion[] {
    const found = known.get(latest.name);
    if (found) {
      // Concurrency is the function's, not the version's.
      for (const { fn } of found) fn.reservedConcurrency = latest.reservedConcurrency;
      return found;
    }
    const read = select.all(latest.name).map((row) => revive(latest, storedVersion.parse(row)));
    known.set(latest.name, read);
    return read;
  }

  function revive(latest: LambdaFunction, row: z.infer<typeof storedVersion>): PublishedVersion {
    const text = row.configuration.replaceAll(endpointMark, endpoint);
    return {
      version: String(row.version),
      description: row.description,
      codeSha256: row.code_sha256,
      fn: {
        ...latest,
        ...configuration.parse(JSON.parse(text)),
        description: row.description || latest.description,
        root: row.root,
        modifiedAt: row.published_at,
      },
    };
  }

  function forget(functionName: string, version: string, root: string): void {
    remove.run(functionName, Number(version));
    if (!isUsed.get(root)) code.drop(root);
  }

  return {
    list,
    find: (latest, version) => list(latest).find((candidate) => candidate.version === version),
    remove(latest, version) {
      const versions = list(latest);
      const index = versions.findIndex((candidate) => candidate.version === version);
      const [removed] = index < 0 ? [] : versions.splice(index, 1);
      if (removed) forget(latest.name, removed.version, removed.fn.root);
    },
    publish(latest, description = '') {
      const versions = list(latest);
      const digest = code.digest(latest.root);
      const settings = portable(latest, endpoint);
      const newest = versions.at(-1);
      if (newest && newest.codeSha256 === digest && portable(newest.fn, endpoint) === settings) return newest;
      const row = {
        version: Number(newest?.version ?? 0) + 1,
        description,
        code_sha256: digest,
        root: code.keep(latest.root, digest),
        configuration: settings,
        published_at: new Date(world.now()).toISOString(),
      };
      insert.run(latest.name, ...Object.values(row));
      const published = revive(latest, row);
      versions.push(published);
      return published;
    },
    prune(functionName, named) {
      const rows = select.all(functionName).map((row) => storedVersion.parse(row));
      const newest = named && rows.at(-1)?.version;
      const superfluous = rows.filter(({ version }) => version !== newest && !named?.has(String(version)));
      if (superfluous.length === 0) return;
      for (const { version, root } of superfluous) forget(functionName, String(version), root);
      const gone = new Set(superfluous.map(({ version }) => String(version)));
      const kept = known.get(functionName)?.filter(({ version }) => !gone.has(version));
      if (kept && named) known.set(functionName, kept);
      else known.delete(functionName);
    },
  };
}

/** The settings as text that is the same at whatever address the sandbox listens. */
function portable(fn: LambdaFunction, endpoint: string): string {
  const settings = configuration.parse(fn);
  const variables = Object.fromEntries(Object.entries(settings.variables).sort());
  return JSON.stringify({ ...settings, variables }).replaceAll(endpoint, endpointMark);
}
