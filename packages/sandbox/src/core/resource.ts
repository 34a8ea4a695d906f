import type * as z from 'zod';
import type { Fault } from '../template/faults.ts';
import type { Mapping } from '../template/value.ts';

/** A resource of the template with every intrinsic resolved, ready to be made. */
export interface ResourceRequest<Properties> {
  logicalId: string;
  /** Name of the stack, nested ones as in AWS: `shutterbus-Media`. */
  stackName: string;
  /** The name to use where the template gives none: `<stackName>-<logicalId>`, the same at every start. */
  physicalName: string;
  properties: Properties;
}

export interface ResourceResult {
  /** What `!Ref` gives. */
  ref: string;
  /** What `!GetAtt` gives, by attribute name (`Arn`, `StreamArn`, …). */
  attributes: Record<string, string>;
}

/**
 * Makes one CloudFormation resource type. `properties` is a strict schema: a property that it does not name stops
 * the start with a sentence that names resource and property. Properties that are accepted because they have no
 * effect on one machine (encryption, tags) stand in the schema with the reason.
 */
export interface ResourceProvider<Properties = unknown> {
  type: string;
  properties: z.ZodType<Properties>;
  /**
   * What is wrong beyond the schema and shows before anything is made, such as code that is not there. Values that are
   * not known yet are text that says so.
   */
  faults?(properties: Mapping): Fault[];
  /** Creates or updates; called at every start, so a second call with the same request changes nothing. */
  apply(request: ResourceRequest<Properties>): Promise<ResourceResult> | ResourceResult;
}
