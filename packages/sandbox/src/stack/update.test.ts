import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { MadeResource, ResourceProvider, ResourceRequest } from '../core/resource.ts';
import { makeTransaction } from '../core/transaction.ts';
import type { Mapping } from '../template/value.ts';
import { makeAppliedResources } from './applied-resources.ts';
import { beginUpdate, linesOf, type StackChanges } from './update.ts';

/** What the queues' provider did, in order. */
let done: string[];
/** Names of queues that are there. */
let there: Set<string>;
const queues: ResourceProvider = {
  type: 'AWS::SQS::Queue',
  properties: z.looseObject({ QueueName: z.string().optional() }),
  apply({ physicalName, properties, unchanged }: ResourceRequest<unknown>) {
    const { QueueName: name = physicalName, Size } = properties as Record<string, string>;
    if (name === 'broken') throw new Error('it broke');
    done.push(
      `${there.has(name) ? (unchanged ? 'knows' : 'changes') : 'makes'} ${name} ${Size ?? ''}`.trim(),
    );
    there.add(name);
    return { ref: name, attributes: {} };
  },
  remove({ ref }: MadeResource) {
    if (ref === 'app-Full') throw new Error('it is not empty');
    done.push(`removes ${ref}`);
    there.delete(ref);
  },
};
const providers = new Map([[queues.type, queues]]);

describe('an update of a stack', () => {
  let applied: ReturnType<typeof makeAppliedResources>;
  let known: Set<string>;
  let db: DatabaseSync;
  beforeEach(() => {
    [done, there, known] = [[], new Set(), new Set()];
    db = new DatabaseSync(':memory:');
    applied = open();
  });

  const open = (port = 4566) =>
    makeAppliedResources({
      db,
      transaction: makeTransaction(db),
      endpoint: `http://127.0.0.1:${port}`,
    });

  type Wanted = Record<string, Mapping & { deletionPolicy?: string }>;
  async function deploy(wanted: Wanted): Promise<StackChanges> {
    const update = beginUpdate(applied.all(), known, providers);
    try {
      for (const [logicalId, { deletionPolicy, ...properties }] of Object.entries(wanted))
        await update.settle(
          {
            ...{ logicalId, properties, deletionPolicy, dependsOn: [], stackName: 'app' },
            ...{ type: queues.type, place: `template.yaml: Resources.${logicalId}` },
          },
          queues,
        );
    } catch (error) {
      await update.undo();
      throw error;
    }
    const { applied: standing, changes } = await update.finish();
    applied.save(standing);
    known = new Set(standing.map(({ stackName, logicalId }) => `${stackName}/${logicalId}`));
    done.push('—');
    return changes;
  }

  it('makes what is new, changes what differs, takes away what is no longer named, and leaves the rest alone', async () => {
    await deploy({ A: {}, B: { Size: '1' }, C: {} });
    const changes = await deploy({ A: {}, B: { Size: '2' }, D: {} });
    expect(done).toEqual([
      ...['makes app-A', 'makes app-B 1', 'makes app-C', '—'],
      ...['changes app-B 2', 'makes app-D', 'removes app-C', '—'],
    ]);
    expect(linesOf(changes)).toEqual([
      'Added: app/D',
      'Changed: app/B',
      'Removed, since the template names it no more: app/C',
    ]);
  });

  it('replaces what cannot be changed: the new one is made before the old one goes', async () => {
    await deploy({ A: { FifoQueue: 'false' } });
    const changes = await deploy({ A: { FifoQueue: 'true' } });
    expect(done.slice(2)).toEqual(['makes app-A-2', 'removes app-A', '—']);
    expect(changes.replaced).toEqual(['app/A (FifoQueue)']);
    // It keeps its name from then on.
    known = new Set();
    await deploy({ A: { FifoQueue: 'true' } });
    expect(done.slice(5)).toEqual(['knows app-A-2', '—']);
  });

  it('refuses to replace what has a name of its own, as CloudFormation does', async () => {
    await deploy({ A: { QueueName: 'mine', FifoQueue: 'false' } });
    await expect(deploy({ A: { QueueName: 'mine', FifoQueue: 'true' } })).rejects.toThrow(
      'template.yaml: Resources.A: FifoQueue cannot be changed on what is there, and a new one cannot have the name mine',
    );
    expect(there).toEqual(new Set(['mine']));
  });

  it('goes back to the last good state when a step fails', async () => {
    await deploy({ A: { Size: '1' }, B: { FifoQueue: 'false' }, C: {} });
    done = [];
    const bad = { A: { Size: '2' }, B: { FifoQueue: 'true' }, D: {}, E: { QueueName: 'broken' } };
    await expect(deploy(bad)).rejects.toThrow('template.yaml: Resources.E (AWS::SQS::Queue): it broke');
    expect(done).toEqual([
      ...['changes app-A 2', 'makes app-B-2', 'makes app-D'],
      ...['removes app-D', 'removes app-B-2', 'changes app-A 1'],
    ]);
    expect(there).toEqual(new Set(['app-A', 'app-B', 'app-C']));
    // And the next one begins from there.
    expect(await deploy({ A: { Size: '1' }, B: { FifoQueue: 'false' }, C: {} })).toMatchObject({
      ...{ created: [], updated: [], replaced: [], removed: [] },
    });
  });

  it('keeps what its policy keeps and what AWS would not delete, and says so', async () => {
    await deploy({ A: { deletionPolicy: 'Retain' }, Full: {}, B: {} });
    const changes = await deploy({ B: {} });
    expect(there).toEqual(new Set(['app-A', 'app-Full', 'app-B']));
    expect(linesOf(changes)).toEqual([
      'Left the template and stays: app/Full (it is not empty), app/A (its policy is Retain)',
    ]);
  });

  it('makes everything known again in a new process, and knows what stood before it', async () => {
    await deploy({ A: { Size: '1' }, B: {} });
    known = new Set();
    applied = open();
    const changes = await deploy({ A: { Size: '1' } });
    expect(done.slice(3)).toEqual(['knows app-A 1', 'removes app-B', '—']);
    expect(changes.removed).toEqual(['app/B']);
  });

  it('takes another AWS port for no change of what names it', async () => {
    await deploy({ A: { Size: 'http://127.0.0.1:4566/a' } });
    known = new Set();
    applied = open(5000);
    expect((await deploy({ A: { Size: 'http://127.0.0.1:5000/a' } })).updated).toEqual([]);
    expect((await deploy({ A: { Size: 'http://127.0.0.1:5000/b' } })).updated).toEqual(['app/A']);
  });
});
