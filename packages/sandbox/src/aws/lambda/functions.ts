import { AwsError } from '../../core/aws-error.ts';
import { type Aliases, versionFor } from './aliases.ts';
import { parseFunctionReference } from './function-reference.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { Versions } from './versions.ts';

/** What one invocation runs. */
export interface InvocationTarget {
  /** `$LATEST`, or the function as it was when the version was published. */
  fn: LambdaFunction;
  /** `$LATEST` or a number. */
  version: string;
  /** As the caller named it: with the qualifier, where one was given. */
  invokedArn: string;
}

export interface Functions {
  /** `$LATEST` of each. */
  byName: Map<string, LambdaFunction>;
  versions: Versions;
  aliases: Aliases;
  /**
   * What an invocation by this name runs; an alias with weights draws a version at each call.
   * @throws AwsError `ResourceNotFoundException`, `InvalidParameterValueException` when a logical id is ambiguous
   */
  resolve(reference: string, qualifier?: string): InvocationTarget;
  /** The same without drawing: an alias means its own version. */
  describe(reference: string, qualifier?: string): InvocationTarget;
}

/** @param random from 0 up to, not including, 1 */
export function makeFunctions(versions: Versions, aliases: Aliases, random = Math.random): Functions {
  const byName = new Map<string, LambdaFunction>();

  function find(name: string): LambdaFunction {
    const named = byName.get(name);
    if (named) return named;
    const candidates = [...byName.values()].filter(({ logicalId }) => logicalId === name);
    const [only, ...others] = candidates;
    if (!only)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404, { Type: 'User' });
    if (others.length === 0) return only;
    const names = candidates.map((candidate) => candidate.name).join(', ');
    throw new AwsError(
      'InvalidParameterValueException',
      `Several functions have the logical id ${name}: ${names}. Use one of these names.`,
    );
  }

  function resolve(reference: string, given: string | undefined, draw: () => number): InvocationTarget {
    const { name, qualifier } = parseFunctionReference(reference, given);
    const latest = find(name);
    if (!qualifier) return { fn: latest, version: '$LATEST', invokedArn: latest.arn };
    const invokedArn = `${latest.arn}:${qualifier}`;
    if (qualifier === '$LATEST') return { fn: latest, version: qualifier, invokedArn };
    const alias = aliases.find(latest.name, qualifier);
    const version = alias ? versionFor(alias, draw()) : qualifier;
    if (version === '$LATEST') return { fn: latest, version, invokedArn };
    const published = versions.find(latest, version);
    if (published) return { fn: published.fn, version, invokedArn };
    throw new AwsError('ResourceNotFoundException', `Function not found: ${invokedArn}`, 404, {
      Type: 'User',
    });
  }

  return {
    byName,
    versions,
    aliases,
    resolve: (reference, qualifier) => resolve(reference, qualifier, random),
    // A draw of 1 lies beyond every weight.
    describe: (reference, qualifier) => resolve(reference, qualifier, () => 1),
  };
}
