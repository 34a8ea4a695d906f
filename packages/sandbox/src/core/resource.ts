import type * as z from 'zod';
import type { Fault } from '../template/faults.ts';
import type { Mapping } from '../template/value.ts';
import type { Policy } from './policy.ts';

/** A resource of the template with every intrinsic resolved, ready to be made. */
export interface ResourceRequest<Properties> {
  logicalId: string;
  /** Name of the stack, nested ones as in AWS: `shutterbus-Media`. */
  stackName: string;
  /** The name to use where the template gives none: `<stackName>-<logicalId>`, the same at every start. */
  physicalName: string;
  /** How often a resource of this logical id has been replaced; never unless told. */
  generation?: number;
  properties: Properties;
  /**
   * The template says of it what it said when it was last made. What was changed through the API since stays as it is;
   * what lives in memory alone has to be made known again.
   */
  unchanged?: boolean;
}

/** What ids are derived from: the same at every start, and another for a resource that replaces one. */
export const identityOf = ({
  stackName,
  logicalId,
  generation = 0,
}: Pick<ResourceRequest<unknown>, 'stackName' | 'logicalId' | 'generation'>): string =>
  `${stackName}/${logicalId}${generation === 0 ? '' : `#${generation + 1}`}`;

export interface ResourceResult {
  /** What `!Ref` gives. */
  ref: string;
  /** What `!GetAtt` gives, by attribute name (`Arn`, `StreamArn`, …). */
  attributes: Record<string, string>;
}

/** A resource as it was made, possibly by an earlier run. */
export interface MadeResource extends ResourceResult {
  logicalId: string;
  physicalName: string;
  /** With every intrinsic resolved, as the template had them; of an earlier run, as that one understood them. */
  properties: Mapping;
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
  /** Its result rests on more than its properties, such as files: it is applied at every deployment. */
  looksOutside?: true;
  /** Creates or updates; called at every start, so a second call with the same request changes nothing. */
  apply(request: ResourceRequest<Properties>): Promise<ResourceResult> | ResourceResult;
  /**
   * Forgets a resource that left the template, with all that it holds. What is gone already is no mistake.
   * @throws Error in a sentence when AWS would keep it: data under deletion protection, a bucket that is not empty
   */
  remove(made: MadeResource): Promise<void> | void;
}

/** Services whose resources have policies of their own. */
export interface PolicyKeeper {
  /** The policy of a resource; undefined where it has none, and where there is no such resource. */
  policyOf(arn: string): Policy | undefined;
}
