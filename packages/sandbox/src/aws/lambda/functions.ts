import { AwsError } from '../../core/aws-error.ts';
import { parseFunctionReference } from './function-reference.ts';

/** A function as the template describes it. */
export interface LambdaFunction {
  logicalId: string;
  stackName: string;
  name: string;
  arn: string;
  roleArn: string;
  runtime: string;
  handler: string;
  /** Absolute folder of the built code. */
  root: string;
  variables: Record<string, string>;
  description: string;
  architecture: string;
  timeoutSeconds: number;
  memoryMb: number;
  reservedConcurrency?: number;
  /** Queue or topic for events that failed for good. */
  deadLetterArn?: string;
  logGroup: string;
  /** When this process learned of it, ISO 8601. */
  modifiedAt: string;
  /** Published version numbers, oldest first. */
  versions: string[];
  /** Version by alias name. */
  aliases: Map<string, string>;
}

/** What one invocation runs. */
export interface InvocationTarget {
  fn: LambdaFunction;
  /** `$LATEST` or a number. */
  version: string;
  /** As the caller named it: with the qualifier, where one was given. */
  invokedArn: string;
}

export interface Functions {
  byName: Map<string, LambdaFunction>;
  /** @throws AwsError `ResourceNotFoundException`, `InvalidParameterValueException` when a logical id is ambiguous */
  resolve(reference: string, qualifier?: string): InvocationTarget;
}

export function makeFunctions(): Functions {
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

  return {
    byName,
    resolve(reference, qualifierOption) {
      const { name, qualifier } = parseFunctionReference(reference, qualifierOption);
      const fn = find(name);
      if (!qualifier) return { fn, version: '$LATEST', invokedArn: fn.arn };
      const invokedArn = `${fn.arn}:${qualifier}`;
      const version =
        qualifier === '$LATEST' || fn.versions.includes(qualifier) ? qualifier : fn.aliases.get(qualifier);
      if (version) return { fn, version, invokedArn };
      throw new AwsError('ResourceNotFoundException', `Function not found: ${invokedArn}`, 404, {
        Type: 'User',
      });
    },
  };
}
