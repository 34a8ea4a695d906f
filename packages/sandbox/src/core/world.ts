import type { DatabaseSync } from 'node:sqlite';
import type { Access } from './access.ts';
import type { FastClock } from './fast-clock.ts';
import type { JudgingClock } from './judging-clock.ts';
import type { Observe } from './observe.ts';
import type { Transaction } from './transaction.ts';
import type { WorkQueue } from './work/work.ts';

/** Where a sandbox lives, where it keeps its state, what time it is. */
export interface Surroundings {
  region: string;
  accountId: string;
  /** Address of the AWS port, for example `http://127.0.0.1:4566`; no trailing slash. */
  endpoint: string;
  /** One SQLite file for all services; a service names its tables `<service>_<thing>` and creates them if absent. */
  db: DatabaseSync;
  /** The state folder; a service keeps files under `<folder>/<service>/`. */
  folder: string;
  /** Holds what can be made anew and is dear to make, for every sandbox that is given it; without one nothing of it is kept. */
  cacheFolder?: string;
  /** Real time in milliseconds since the epoch. */
  now(): number;
  /** Runs retries and delays of AWS faster than AWS does. */
  fastClock: FastClock;
  /** One line for the terminal, for what a developer must see (a crash, a dead-lettered event). */
  report(line: string): void;
}

/** What every emulated service gets. */
export interface World extends Surroundings {
  /** What is judged by measured values goes by it. */
  judging: JudgingClock;
  /** All writes of several rows; joins those of several services. */
  transaction: Transaction;
  /** Passed by calls of resources. */
  access: Access;
  /** Is told what happens to work. */
  observe: Observe;
  /** What waits durably. */
  work: WorkQueue;
}
