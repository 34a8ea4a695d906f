import { AwsError } from '../../core/aws-error.ts';

/** One of the ways in which a caller names a function. */
export interface FunctionReference {
  /** Physical name or logical id. */
  name: string;
  /** Version number, alias or `$LATEST`. */
  qualifier?: string;
}

/**
 * Reads `name`, `name:qualifier`, `account:function:name` and full ARNs.
 * @throws AwsError `InvalidParameterValueException`
 */
export function parseFunctionReference(text: string, qualifier?: string): FunctionReference {
  const match = /^(?:(?:arn:[\w-]+:lambda:[\w-]+:)?\d{12}:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(text);
  const [, name, embedded] = match ?? [];
  if (!name) throw new AwsError('InvalidParameterValueException', `${text} names no function.`);
  if (qualifier && embedded && qualifier !== embedded) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const found = embedded ?? qualifier;
  return found ? { name, qualifier: found } : { name };
}
