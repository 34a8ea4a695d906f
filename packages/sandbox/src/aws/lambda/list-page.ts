import { AwsError } from '../../core/aws-error.ts';
import { pageOf } from '../../core/page.ts';

const mostInPage = 50;

/** A list as Lambda answers it: `{ [member]: …, NextMarker? }`, by the query parameters `MaxItems` and `Marker`. */
export function listPage({ searchParams }: URL, member: string, all: readonly object[]): object {
  const asked = searchParams.get('MaxItems');
  const limit = Number(asked ?? mostInPage);
  if (!Number.isInteger(limit) || limit < 1) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${asked}' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  const invalid = new AwsError('InvalidParameterValueException', 'Invalid pagination token');
  const marker = searchParams.get('Marker') ?? undefined;
  const { items, next } = pageOf(all, Math.min(limit, mostInPage), marker, invalid);
  return { [member]: items, ...(next !== undefined && { NextMarker: next }) };
}
