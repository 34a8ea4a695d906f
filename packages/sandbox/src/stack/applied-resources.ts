import type { MadeResource } from '../core/resource.ts';
import type { World } from '../core/world.ts';

/** A resource of a stack as the last good deployment left it. */
export interface AppliedResource extends MadeResource {
  stackName: string;
  type: string;
  /** How often it was replaced. */
  generation: number;
  /** `DeletionPolicy: Retain`: it stays when the template names it no more. */
  staysWhenRemoved: boolean;
  /** `UpdateReplacePolicy: Retain`: the old one stays when it is replaced. */
  staysWhenReplaced: boolean;
}

/** What stands of all stacks, in the order in which it was made. Kept in SQLite, so that a start knows what differs. */
export interface AppliedResources {
  all(): readonly AppliedResource[];
  /** Replaces all of it. */
  save(resources: readonly AppliedResource[]): void;
}

/** Stands for the address of the AWS port, which is another at each start perhaps, and nothing that the template says. */
const here = 'sandbox:aws-port';

export function makeAppliedResources({
  db,
  transaction,
  endpoint,
}: Pick<World, 'db' | 'transaction' | 'endpoint'>): AppliedResources {
  db.exec(
    'CREATE TABLE IF NOT EXISTS cloudformation_resource (position INTEGER PRIMARY KEY, resource TEXT NOT NULL) STRICT',
  );
  const insert = db.prepare('INSERT INTO cloudformation_resource (resource) VALUES (?)');
  let texts = db
    .prepare('SELECT resource FROM cloudformation_resource ORDER BY position')
    .all()
    .map(({ resource }) => String(resource));
  let applied = texts.map((text) => JSON.parse(text.replaceAll(here, endpoint)) as AppliedResource);
  return {
    all: () => applied,
    save(resources) {
      const next = resources.map((resource) => JSON.stringify(resource).replaceAll(endpoint, here));
      applied = [...resources];
      if (next.length === texts.length && next.every((text, index) => text === texts[index])) return;
      transaction(() => {
        db.exec('DELETE FROM cloudformation_resource');
        for (const text of next) insert.run(text);
      });
      texts = next;
    },
  };
}

/** A logical id is unique in its stack alone. */
export const keyOf = ({ stackName, logicalId }: Pick<AppliedResource, 'stackName' | 'logicalId'>): string =>
  `${stackName}/${logicalId}`;
