import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { userRecord } from './admin-operations.ts';
import type { Client, Pool } from './pools.ts';
import { operation, type Service } from './service.ts';
import { attributesOf, type User } from './users.ts';

/** A page of a list; the token is the place where the next one begins. */
function page<Item>(
  items: Item[],
  limit: number,
  token: string | undefined,
): { items: Item[]; next?: string } {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(from)) throw new AwsError('InvalidParameterException', 'Invalid pagination token.');
  const end = from + limit;
  return {
    items: items.slice(from, end),
    ...(end < items.length && { next: Buffer.from(String(end)).toString('base64url') }),
  };
}

const filterable = new Set(
  'username email phone_number name given_name family_name preferred_username cognito:user_status status sub'.split(
    ' ',
  ),
);

/** https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api */
function readFilter(filter: string | undefined): (user: User) => boolean {
  if (!filter) return () => true;
  const [, name = '', operator, quoted = ''] =
    /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  if (!filterable.has(name)) throw new AwsError('InvalidParameterException', `Error while parsing filter.`);
  const wanted = quoted.replaceAll(/\\(.)/g, '$1');
  return (user) => {
    const value = memberOf(user, name);
    return operator === '=' ? value === wanted : (value?.startsWith(wanted) ?? false);
  };
}

function memberOf(user: User, name: string): string | undefined {
  if (name === 'username') return user.username;
  if (name === 'cognito:user_status') return user.status;
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return attributesOf(user)[name];
}

/** Reading users, pools and clients; each call is signed. */
export function directoryOperations({ pools, users }: Service): Record<string, JsonOperation> {
  const poolRecord = (pool: Pool): Record<string, unknown> => {
    const { UserPoolName: _name, Schema, ...properties } = pool.properties;
    return {
      Id: pool.id,
      Name: pool.name,
      Arn: pool.arn,
      ...properties,
      SchemaAttributes: Schema,
      EstimatedNumberOfUsers: users.list(pool).length,
    };
  };
  const clientRecord = ({ id, name, properties }: Client): Record<string, unknown> => {
    const { GenerateSecret: _secret, ...shown } = properties;
    return { ...shown, ClientId: id, ClientName: name };
  };
  const paged = { MaxResults: z.number().int().min(1).max(60).default(60), NextToken: z.string().optional() };

  return {
    ListUsers: operation(
      z.object({
        UserPoolId: z.string(),
        Filter: z.string().optional(),
        Limit: z.number().int().min(0).max(60).default(60),
        PaginationToken: z.string().optional(),
        AttributesToGet: z.array(z.string()).optional(),
      }),
      ({ UserPoolId, Filter, Limit, PaginationToken, AttributesToGet }) => {
        const matching = users.list(pools.pool(UserPoolId)).filter(readFilter(Filter));
        const { items, next } = page(matching, Limit || 60, PaginationToken);
        const shown = items.map((user) => {
          if (!AttributesToGet) return userRecord(user);
          const chosen = Object.entries(attributesOf(user)).filter(([name]) =>
            AttributesToGet.includes(name),
          );
          return { ...userRecord(user), Attributes: chosen.map(([Name, Value]) => ({ Name, Value })) };
        });
        return { Users: shown, ...(next && { PaginationToken: next }) };
      },
    ),
    DescribeUserPool: operation(z.object({ UserPoolId: z.string() }), ({ UserPoolId }) => ({
      UserPool: poolRecord(pools.pool(UserPoolId)),
    })),
    DescribeUserPoolClient: operation(
      z.object({ UserPoolId: z.string(), ClientId: z.string() }),
      ({ UserPoolId, ClientId }) => {
        const client = pools.client(ClientId);
        if (client.pool.id !== pools.pool(UserPoolId).id) {
          throw new AwsError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
        }
        return { UserPoolClient: clientRecord(client) };
      },
    ),
    ListUserPools: operation(z.object(paged), ({ MaxResults, NextToken }) => {
      const { items, next } = page(pools.all(), MaxResults, NextToken);
      const shown = items.map(({ id, name, properties }) => ({
        Id: id,
        Name: name,
        LambdaConfig: properties.LambdaConfig,
      }));
      return { UserPools: shown, ...(next && { NextToken: next }) };
    }),
    ListUserPoolClients: operation(
      z.object({ UserPoolId: z.string(), ...paged }),
      ({ UserPoolId, MaxResults, NextToken }) => {
        const { items, next } = page(pools.clientsOf(pools.pool(UserPoolId).id), MaxResults, NextToken);
        const shown = items.map(({ id, name }) => ({ ClientId: id, ClientName: name, UserPoolId }));
        return { UserPoolClients: shown, ...(next && { NextToken: next }) };
      },
    ),
  };
}
