import type { Mapping, Value } from '../value.ts';
import type { Expansion } from './expansion.ts';
import type { HttpApis } from './http-apis.ts';

/** What a function's event sources and destinations add to its role. */
export interface Grants {
  /** Names below `arn:aws:iam::aws:policy/`. */
  managed: string[];
  inline: { name: string; action: string; resource: Value }[];
}

/** A function while its events are expanded. */
export interface FunctionContext {
  expansion: Expansion;
  apis: HttpApis;
  logicalId: string;
  /** What event sources call: the function, or its alias when it has one. As `Ref`, it gives name or ARN. */
  target: Mapping;
  targetLogicalId: string;
  /** ARN of what event sources call. */
  targetArn: Mapping;
  /** What the events add to the function's role. */
  grants: Grants;
}
