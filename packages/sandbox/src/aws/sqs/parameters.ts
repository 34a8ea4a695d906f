import { AwsError } from '../../core/aws-error.ts';
import type { MessageAttribute } from './message-digest.ts';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws AwsError `MissingParameter` */
export function text(input: Record<string, unknown>, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

/** @throws AwsError `InvalidParameterValue` when it is there and out of bounds */
export function wholeNumber(
  input: Record<string, unknown>,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
}

export function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Settings of a queue, which the API sends as strings. */
export function settings(value: unknown): Record<string, string> {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([name, of]) => [name, String(of)]))
    : {};
}

/** @throws AwsError `InvalidParameterValue` when an attribute has no type, or a type without its value */
export function messageAttributes(value: unknown): Record<string, MessageAttribute> {
  if (!isRecord(value)) return {};
  if (Object.keys(value).length > 10) {
    throw new AwsError(
      'InvalidParameterValue',
      'Number of message attributes exceeds the allowed maximum of 10.',
    );
  }
  const attributes: Record<string, MessageAttribute> = {};
  for (const [name, attribute] of Object.entries(value)) {
    const { DataType, StringValue, BinaryValue } = isRecord(attribute) ? attribute : {};
    if (typeof DataType !== 'string' || !/^(String|Number|Binary)(\.|$)/.test(DataType)) {
      throw new AwsError(
        'InvalidParameterValue',
        `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    }
    const given = DataType.startsWith('Binary') ? BinaryValue : StringValue;
    if (typeof given !== 'string' || given === '') {
      throw new AwsError(
        'InvalidParameterValue',
        `The message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`,
      );
    }
    attributes[name] = DataType.startsWith('Binary')
      ? { DataType, BinaryValue: given }
      : { DataType, StringValue: given };
  }
  return attributes;
}
