import type { NodeKind } from '../../architecture/graph.ts';
import { drawnResources } from '../../architecture/nodes.ts';
import type { Services } from '../../services.ts';
import type { StackRecord } from '../../stack/stack-records.ts';

export type StoreKind = keyof Services['held'];

/** Something that holds data. */
export interface Store {
  kind: StoreKind;
  /** By which its service knows it. */
  name: string;
  label: string;
  group?: string | undefined;
}

export const storeKinds: Partial<Record<NodeKind, StoreKind>> = {
  table: 'tables',
  bucket: 'buckets',
  queue: 'queues',
  'dead-letters': 'queues',
  pool: 'people',
};

export const storesOf = (stacks: readonly StackRecord[]): Store[] =>
  drawnResources(stacks).flatMap(({ kind: drawn, label, group, resource }) => {
    const kind = storeKinds[drawn];
    // A queue's id is its address.
    const name = resource.physicalId.split('/').at(-1);
    return kind === undefined || name === undefined ? [] : [{ kind, name, label, group }];
  });
