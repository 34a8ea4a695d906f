import * as z from 'zod';
import type { World } from '../../core/world.ts';

/** How far each stream mapping has come, by shard; survives a restart. */
export interface Checkpoints {
  read(mappingId: string, shardId: string): string | undefined;
  /** Every record up to this sequence number is done. */
  write(mappingId: string, shardId: string, sequenceNumber: string): void;
  forget(mappingId: string): void;
}

/** Stands for a mapping that begins at the oldest record. */
export const fromTheBeginning = 'TRIM_HORIZON';

export function makeCheckpoints({ db }: World): Checkpoints {
  db.exec(`CREATE TABLE IF NOT EXISTS lambda_checkpoints (
    mapping TEXT NOT NULL, shard TEXT NOT NULL, sequence TEXT NOT NULL, PRIMARY KEY (mapping, shard))`);
  const select = db.prepare('SELECT sequence FROM lambda_checkpoints WHERE mapping = ? AND shard = ?');
  const upsert = db.prepare(`INSERT INTO lambda_checkpoints (mapping, shard, sequence) VALUES (?, ?, ?)
    ON CONFLICT (mapping, shard) DO UPDATE SET sequence = excluded.sequence`);
  const remove = db.prepare('DELETE FROM lambda_checkpoints WHERE mapping = ?');
  return {
    read(mappingId, shardId) {
      const row = select.get(mappingId, shardId);
      return row && z.object({ sequence: z.string() }).parse(row).sequence;
    },
    forget: (mappingId) => void remove.run(mappingId),
    write: (mappingId, shardId, sequenceNumber) => void upsert.run(mappingId, shardId, sequenceNumber),
  };
}
