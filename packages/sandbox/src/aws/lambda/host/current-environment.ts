import { AsyncLocalStorage } from 'node:async_hooks';
import type { Environment } from './environment.ts';

/** Tells to which environment of a host running code, a stray rejection or an exception belongs. */
export const current = new AsyncLocalStorage<Environment>();
