import { createHash } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import { identityOf, type ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import {
  type ClientProperties,
  clientProperties,
  type PoolProperties,
  poolProperties,
} from './pool-properties.ts';

export interface Pool {
  id: string;
  /** The id without its region, as SRP wants it. */
  shortName: string;
  arn: string;
  name: string;
  issuer: string;
  properties: PoolProperties;
}

export interface Client {
  id: string;
  name: string;
  pool: Pool;
  properties: ClientProperties;
}

/** The pools and clients that the template declares; they are made anew at each start, what they hold is not. */
export interface Pools {
  resources: ResourceProvider[];
  all(): Pool[];
  clientsOf(poolId: string): Client[];
  /** @throws AwsError `ResourceNotFoundException` */
  pool(id: string): Pool;
  /** @throws AwsError `ResourceNotFoundException` */
  client(id: string): Client;
  /** Undefined for an issuer outside the sandbox. */
  byIssuer(issuer: string): Pool | undefined;
}

/**
 * @param onPool called for each pool before it is announced, for what must exist with it (its signing key)
 * @param onPoolGone called when one is gone, for what it held
 */
export function makePools(
  world: World,
  onPool: (pool: Pool) => Promise<void>,
  onPoolGone: (poolId: string) => void,
): Pools {
  const pools = new Map<string, Pool>();
  const clients = new Map<string, Client>();

  const poolProvider: ResourceProvider<PoolProperties> = {
    type: 'AWS::Cognito::UserPool',
    properties: poolProperties,
    async apply({ physicalName, properties, ...request }) {
      const shortName = derive(identityOf(request), 9, mixedCase);
      const id = `${world.region}_${shortName}`;
      const providerName = `cognito-idp.${world.region}.amazonaws.com/${id}`;
      const arn = `arn:aws:cognito-idp:${world.region}:${world.accountId}:userpool/${id}`;
      const issuer = `https://${providerName}`;
      const pool: Pool = {
        id,
        shortName,
        arn,
        issuer,
        name: properties.UserPoolName ?? physicalName,
        properties,
      };
      await onPool(pool);
      pools.set(id, pool);
      return {
        ref: id,
        attributes: { Arn: arn, ProviderName: providerName, ProviderURL: issuer, UserPoolId: id },
      };
    },
    remove({ ref: id, properties: { DeletionProtection } }) {
      if (DeletionProtection === 'ACTIVE') throw new Error('the user pool has deletion protection');
      pools.delete(id);
      for (const client of clients.values()) if (client.pool.id === id) clients.delete(client.id);
      onPoolGone(id);
    },
  };
  const clientProvider: ResourceProvider<ClientProperties> = {
    type: 'AWS::Cognito::UserPoolClient',
    properties: clientProperties,
    apply({ physicalName, properties, ...request }) {
      const id = derive(identityOf(request), 26, lowerCase);
      const name = properties.ClientName ?? physicalName;
      const pool = find(properties.UserPoolId);
      assertWritesRequired(pool, properties);
      clients.set(id, { id, name, pool, properties });
      return { ref: id, attributes: { ClientId: id, Name: name } };
    },
    remove: ({ ref }) => void clients.delete(ref),
  };

  function find(id: string): Pool {
    const pool = pools.get(id);
    if (!pool) throw new AwsError('ResourceNotFoundException', `User pool ${id} does not exist.`);
    return pool;
  }

  return {
    resources: [poolProvider, clientProvider],
    all: () => [...pools.values()],
    clientsOf: (poolId) => [...clients.values()].filter((client) => client.pool.id === poolId),
    pool: find,
    client(id) {
      const client = clients.get(id);
      if (!client) throw new AwsError('ResourceNotFoundException', `User pool client ${id} does not exist.`);
      return client;
    },
    byIssuer: (issuer) => [...pools.values()].find((pool) => pool.issuer === issuer),
  };
}

/**
 * Whoever signs up has to give what the pool requires, so that its clients must be able to write it. Cognito's own words.
 * @see https://github.com/aws/aws-cdk/issues/2608
 */
function assertWritesRequired({ properties: { Schema } }: Pool, { WriteAttributes }: ClientProperties): void {
  const missing = Schema.find(({ Name, Required }) => Required && WriteAttributes?.includes(Name) === false);
  if (!missing) return;
  throw new AwsError(
    'InvalidParameterException',
    `Invalid write attributes specified while creating a client: the pool requires ${missing.Name}`,
  );
}

const lowerCase = 'abcdefghijklmnopqrstuvwxyz0123456789';
const mixedCase = `${lowerCase}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** An id that stays the same at every start. */
function derive(from: string, length: number, alphabet: string): string {
  const digest = createHash('sha512').update(from).digest();
  return [...digest.subarray(0, length)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
}
