import * as z from 'zod';
import type { World } from '../../../core/world.ts';
import type { ErrorObject, Operation, TimerKind } from './operations.ts';

/** A durable execution, without its operations. */
const execution = z.object({
  /** `<function ARN>:<version>/durable-execution/<name>/<id>` */
  arn: z.string(),
  function_name: z.string(),
  name: z.string(),
  version: z.string(),
  /** As whoever started it named the function. */
  invoked_arn: z.string(),
  payload: z.string(),
  /** 1 when nobody waits for its answer, so that it goes to the destinations. */
  asynchronous: z.number(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'STOPPED']),
  /** Milliseconds since the epoch. */
  started_at: z.number(),
  ended_at: z.number().nullable(),
  result: z.string().nullable(),
  /** JSON. */
  error: z.string().nullable(),
  timeout_seconds: z.number(),
  retention_days: z.number(),
  /** Of the next checkpoint; empty while no invocation runs. */
  token: z.string(),
  /** 1 while an invocation runs, or waits for room. */
  busy: z.number(),
  /** JSON: ids of operations that ended by themselves since the last invocation began. */
  updated: z.string(),
  /** AWS time that it has run and waited, without the invocation or the pause that lasts. */
  age_ms: z.number(),
  /** Since when it is suspended, milliseconds since the epoch. */
  paused_at: z.number(),
  /** JSON: the name of its last invocation. */
  last_work: z.string(),
});
export type Execution = z.infer<typeof execution>;

/** Ends an execution, in a transaction. */
export type EndExecution = (
  execution: Execution,
  status: Exclude<Execution['status'], 'RUNNING'>,
  ending: { result?: string | undefined; error?: ErrorObject | undefined },
) => void;

/** Ends a wait of an operation, or the whole execution. */
export interface StoredTimer {
  execution: string;
  /** Empty for the execution itself. */
  operation: string;
  kind: TimerKind | 'execution';
  /** Milliseconds since the epoch. */
  dueAt: number;
}

/** Executions with their operations, timers and histories; they survive a kill. */
export function makeExecutionStore({ db }: Pick<World, 'db'>) {
  db.exec(`CREATE TABLE IF NOT EXISTS lambda_execution (
      arn TEXT PRIMARY KEY, function_name TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
      invoked_arn TEXT NOT NULL, payload TEXT NOT NULL, asynchronous INTEGER NOT NULL, status TEXT NOT NULL,
      started_at INTEGER NOT NULL, ended_at INTEGER, result TEXT, error TEXT, timeout_seconds INTEGER NOT NULL,
      retention_days INTEGER NOT NULL, token TEXT NOT NULL, busy INTEGER NOT NULL, updated TEXT NOT NULL,
      age_ms REAL NOT NULL, paused_at INTEGER NOT NULL, last_work TEXT NOT NULL, UNIQUE (function_name, name)) STRICT;
    CREATE TABLE IF NOT EXISTS lambda_execution_operation (
      execution TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, operation TEXT NOT NULL,
      PRIMARY KEY (execution, id)) STRICT;
    CREATE TABLE IF NOT EXISTS lambda_execution_timer (
      execution TEXT NOT NULL, operation TEXT NOT NULL, kind TEXT NOT NULL, due_at INTEGER NOT NULL,
      PRIMARY KEY (execution, operation, kind)) STRICT;
    CREATE TABLE IF NOT EXISTS lambda_execution_event (
      execution TEXT NOT NULL, id INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (execution, id)) STRICT;
    CREATE INDEX IF NOT EXISTS lambda_execution_ended ON lambda_execution (ended_at)`);
  const columns = Object.keys(execution.shape);
  const save = db.prepare(
    `INSERT OR REPLACE INTO lambda_execution (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const byArn = db.prepare('SELECT * FROM lambda_execution WHERE arn = ?');
  const byName = db.prepare('SELECT * FROM lambda_execution WHERE function_name = ? AND name = ?');
  const ofFunction = db.prepare(
    'SELECT * FROM lambda_execution WHERE function_name = ? ORDER BY started_at, arn',
  );
  const running = db.prepare(
    "SELECT DISTINCT version FROM lambda_execution WHERE function_name = ? AND status = 'RUNNING'",
  );
  const past = db.prepare(
    'SELECT arn FROM lambda_execution WHERE ended_at IS NOT NULL AND ended_at + retention_days * 86400000 < ?',
  );
  const count = db.prepare('SELECT count(*) AS n FROM lambda_execution_operation WHERE execution = ?');
  const putOperation = db.prepare(`INSERT INTO lambda_execution_operation VALUES (?, ?, ?, ?)
    ON CONFLICT (execution, id) DO UPDATE SET operation = excluded.operation`);
  const operationById = db.prepare(
    'SELECT operation FROM lambda_execution_operation WHERE execution = ? AND id = ?',
  );
  const operationsOf = db.prepare(
    'SELECT operation FROM lambda_execution_operation WHERE execution = ? ORDER BY place',
  );
  const putTimer = db.prepare('INSERT OR REPLACE INTO lambda_execution_timer VALUES (?, ?, ?, ?)');
  const removeTimer = db.prepare(
    'DELETE FROM lambda_execution_timer WHERE execution = ? AND operation = ? AND kind = ?',
  );
  const removeTimers = db.prepare('DELETE FROM lambda_execution_timer WHERE execution = ?');
  const allTimers = db.prepare('SELECT * FROM lambda_execution_timer');
  const putEvent = db.prepare(`INSERT INTO lambda_execution_event
    SELECT ?, coalesce(max(id), 0) + 1, ? FROM lambda_execution_event WHERE execution = ?`);
  const eventsOf = db.prepare('SELECT id, event FROM lambda_execution_event WHERE execution = ? ORDER BY id');
  const forgetting = ['operation', 'timer', 'event'].map((part) =>
    db.prepare(`DELETE FROM lambda_execution_${part} WHERE execution = ?`),
  );
  const forget = db.prepare('DELETE FROM lambda_execution WHERE arn = ?');

  const read = (row: unknown): Execution | undefined => (row ? execution.parse(row) : undefined);
  const operationOf = (row: unknown): Operation =>
    JSON.parse((row as { operation: string }).operation) as Operation;

  return {
    save(row: Execution): void {
      const values = execution.parse(row) as Record<string, string | number | null>;
      save.run(...columns.map((column) => values[column] ?? null));
    },
    find: (arn: string): Execution | undefined => read(byArn.get(arn)),
    named: (functionName: string, name: string): Execution | undefined =>
      read(byName.get(functionName, name)),
    /** The oldest first. */
    ofFunction: (functionName: string): Execution[] =>
      ofFunction.all(functionName).map((row) => execution.parse(row)),
    /** Versions that an execution is not done with. */
    runningVersions: (functionName: string): string[] =>
      running.all(functionName).map(({ version }) => String(version)),
    operation(arn: string, id: string): Operation | undefined {
      const row = operationById.get(arn, id);
      return row && operationOf(row);
    },
    /** In the order in which they began. */
    operations: (arn: string): Operation[] => operationsOf.all(arn).map(operationOf),
    count: (arn: string): number => Number(count.get(arn)?.n),
    putOperation(arn: string, operation: Operation): void {
      putOperation.run(arn, operation.Id, Number(count.get(arn)?.n), JSON.stringify(operation));
    },
    putTimer({ execution, operation, kind, dueAt }: StoredTimer): void {
      putTimer.run(execution, operation, kind, Math.round(dueAt));
    },
    removeTimer({ execution, operation, kind }: Omit<StoredTimer, 'dueAt'>): void {
      removeTimer.run(execution, operation, kind);
    },
    removeTimers: (arn: string): void => void removeTimers.run(arn),
    timers: (): StoredTimer[] =>
      allTimers.all().map((row) => ({
        ...{ execution: String(row.execution), operation: String(row.operation) },
        ...{ kind: String(row.kind) as StoredTimer['kind'], dueAt: Number(row.due_at) },
      })),
    /** @param event without its number */
    tell(arn: string, event: object): void {
      putEvent.run(arn, JSON.stringify(event), arn);
    },
    /** The oldest first. */
    history: (arn: string): HistoryEvent[] =>
      eventsOf.all(arn).map(({ id, event }) => ({ EventId: Number(id), ...JSON.parse(String(event)) })),
    /** Forgets what ended longer ago than it is to be kept. */
    sweep(now: number): void {
      for (const { arn } of past.all(now)) {
        for (const one of forgetting) one.run(String(arn));
        forget.run(String(arn));
      }
    },
  };
}

export interface HistoryEvent {
  EventId: number;
  EventType: string;
  /** Milliseconds since the epoch. */
  EventTimestamp: number;
  [details: string]: unknown;
}

export type ExecutionStore = ReturnType<typeof makeExecutionStore>;
