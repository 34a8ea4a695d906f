import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';

export interface Alias {
  name: string;
  /** Gets what the weights leave over. */
  version: string;
  /** Share of invocations from 0 to 1 by version; at most one, as in Lambda. */
  weights: Readonly<Record<string, number>>;
  description: string;
  revisionId: string;
}

/** Names for versions; they survive a restart. */
export interface Aliases {
  find(functionName: string, name: string): Alias | undefined;
  list(functionName: string): Alias[];
  /** Makes or changes; the members that are not given stay. @throws AwsError for weights that Lambda refuses */
  put(functionName: string, name: string, change: AliasChange): Alias;
  remove(functionName: string, name: string): void;
  /** The version that the template asked for last, or undefined when it asked for none yet. */
  wanted(functionName: string, name: string): string | undefined;
  setWanted(functionName: string, name: string, version: string): void;
}

export type AliasChange = { version: string } & Partial<Pick<Alias, 'weights' | 'description'>>;

const storedAlias = z.object({
  name: z.string(),
  version: z.string(),
  weights: z.string().transform((text) => z.record(z.string(), z.number()).parse(JSON.parse(text))),
  description: z.string(),
  revision_id: z.string(),
});

export function makeAliases({ db }: World): Aliases {
  db.exec(`CREATE TABLE IF NOT EXISTS lambda_aliases (
    function_name TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, weights TEXT NOT NULL,
    description TEXT NOT NULL, revision_id TEXT NOT NULL, wanted TEXT, PRIMARY KEY (function_name, name))`);
  const select = db.prepare('SELECT * FROM lambda_aliases WHERE function_name = ? ORDER BY name');
  const upsert =
    db.prepare(`INSERT INTO lambda_aliases (function_name, name, version, weights, description, revision_id)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (function_name, name) DO UPDATE SET version = excluded.version,
    weights = excluded.weights, description = excluded.description, revision_id = excluded.revision_id`);
  const remove = db.prepare('DELETE FROM lambda_aliases WHERE function_name = ? AND name = ?');
  const selectWanted = db.prepare('SELECT wanted FROM lambda_aliases WHERE function_name = ? AND name = ?');
  const updateWanted = db.prepare(
    'UPDATE lambda_aliases SET wanted = ? WHERE function_name = ? AND name = ?',
  );
  const known = new Map<string, Map<string, Alias>>();

  /** Read once: every invocation by an alias asks. */
  function of(functionName: string): Map<string, Alias> {
    const found = known.get(functionName);
    if (found) return found;
    const rows = select.all(functionName).map((row) => storedAlias.parse(row));
    const read = new Map(
      rows.map(({ revision_id: revisionId, ...row }): [string, Alias] => [row.name, { ...row, revisionId }]),
    );
    known.set(functionName, read);
    return read;
  }

  return {
    find: (functionName, name) => of(functionName).get(name),
    list: (functionName) => [...of(functionName).values()],
    put(functionName, name, change) {
      const before = of(functionName).get(name);
      const alias: Alias = {
        name,
        version: change.version,
        weights: checked(change.version, change.weights ?? before?.weights ?? {}),
        description: change.description ?? before?.description ?? '',
        revisionId: randomUUID(),
      };
      upsert.run(
        functionName,
        name,
        alias.version,
        JSON.stringify(alias.weights),
        alias.description,
        alias.revisionId,
      );
      of(functionName).set(name, alias);
      return alias;
    },
    remove(functionName, name) {
      remove.run(functionName, name);
      of(functionName).delete(name);
    },
    wanted(functionName, name) {
      const row = selectWanted.get(functionName, name);
      return row && (z.object({ wanted: z.string().nullable() }).parse(row).wanted ?? undefined);
    },
    setWanted: (functionName, name, version) => void updateWanted.run(version, functionName, name),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html */
function checked(version: string, weights: Readonly<Record<string, number>>): Record<string, number> {
  const refuse = (reason: string): AwsError => new AwsError('InvalidParameterValueException', reason);
  const entries = Object.entries(weights);
  if (entries.length > 1)
    throw refuse('Number of items in AdditionalVersionWeights cannot be greater than 1');
  for (const [other, weight] of entries) {
    if (other === version) throw refuse(`Invalid function version ${other}. It is the alias's own version.`);
    if (other === '$LATEST' || version === '$LATEST')
      throw refuse('$LATEST is not supported for an alias pointing to more than 1 version');
    if (!(weight >= 0 && weight <= 1)) throw refuse(`Weight ${weight} is not between 0 and 1`);
  }
  return Object.fromEntries(entries);
}

/** @param draw from 0 up to, not including, 1 */
export function versionFor({ version, weights }: Alias, draw: number): string {
  let from = 0;
  for (const [other, weight] of Object.entries(weights)) {
    from += weight;
    if (draw < from) return other;
  }
  return version;
}
