import { AwsError } from '../../core/aws-error.ts';
import type { Client, Pool } from './pools.ts';

/** As on the wire and in the state: every value is text. */
export type Attributes = Record<string, string>;
export interface NameValue {
  Name: string;
  Value?: string | undefined;
}

/** The OpenID Connect claims that every pool has. */
const standard = new Set(
  (
    'address birthdate email email_verified family_name gender given_name locale middle_name name nickname ' +
    'phone_number phone_number_verified picture preferred_username profile updated_at website zoneinfo'
  ).split(' '),
);
const verifiedFlags = new Set(['email_verified', 'phone_number_verified']);

export const toAttributes = (list: readonly NameValue[] = []): Attributes =>
  Object.fromEntries(list.map(({ Name, Value = '' }) => [Name, Value]));

export const toList = (attributes: Attributes): NameValue[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/**
 * Checks attributes that somebody wants to write.
 * @param client absent for administrators, who may write everything
 * @throws AwsError `InvalidParameterException`, `NotAuthorizedException`
 */
export function checkWrite(
  pool: Pool,
  written: Attributes,
  mode: 'create' | 'update',
  client?: Client,
): void {
  for (const [name, value] of Object.entries(written)) {
    if (name === 'sub' || (client && verifiedFlags.has(name))) {
      throw new AwsError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
    }
    const custom = pool.properties.Schema.find(
      (one) => name === `custom:${one.Name.replace(/^custom:/, '')}`,
    );
    const declared = custom ?? pool.properties.Schema.find((one) => one.Name === name && standard.has(name));
    if (!custom && !standard.has(name)) {
      throw invalid(
        `Attributes did not conform to the schema: ${name}: Attribute does not exist in the schema.\n`,
      );
    }
    const writable = client?.properties.WriteAttributes;
    if (writable && !writable.includes(name)) {
      throw new AwsError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
    }
    if (mode === 'update' && declared?.Mutable === false)
      throw invalid(`user.${name}: Attribute cannot be updated.\n`);
    if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
      throw invalid('Invalid email address format.');
    if (declared) checkValue(name, value, declared);
  }
}

/** @throws AwsError `InvalidParameterException` when a new user lacks an attribute that the pool requires */
export function checkRequired(pool: Pool, written: Attributes): void {
  for (const { Name, Required } of pool.properties.Schema) {
    if (Required && !written[Name]) {
      throw invalid(`Attributes did not conform to the schema: ${Name}: The attribute is required\n`);
    }
  }
}

function checkValue(name: string, value: string, declared: Pool['properties']['Schema'][number]): void {
  const refuse = (reason: string): AwsError =>
    invalid(`Attributes did not conform to the schema: ${name}: ${reason}\n`);
  const { MinLength = 0, MaxLength = 2048 } = declared.StringAttributeConstraints ?? {};
  const { MinValue = -Infinity, MaxValue = Infinity } = declared.NumberAttributeConstraints ?? {};
  if (declared.AttributeDataType === 'Number') {
    if (value === '' || Number.isNaN(Number(value))) throw refuse('The attribute value is not a number');
    if (Number(value) < MinValue) throw refuse(`Number must be no less than ${MinValue}`);
    if (Number(value) > MaxValue) throw refuse(`Number must be no greater than ${MaxValue}`);
  } else if (declared.AttributeDataType === 'Boolean') {
    if (value !== 'true' && value !== 'false') throw refuse('The attribute value is not a boolean');
  } else {
    if (value.length < MinLength) throw refuse(`String must be no shorter than ${MinLength} characters`);
    if (value.length > MaxLength) throw refuse(`String must be no longer than ${MaxLength} characters`);
  }
}

/** The attributes that a client may see; `sub` always. */
export function readable(attributes: Attributes, client: Client): Attributes {
  const allowed = client.properties.ReadAttributes;
  if (!allowed) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => name === 'sub' || allowed.includes(name)),
  );
}

/** `a***@e***`, as Cognito shows where it sent a code. */
export function masked(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.charAt(0)}***@${domain.charAt(0)}***`;
}
