import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type PutObjectCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { makeS3, type S3 } from '../src/aws/s3/s3.ts';
import type { Call, Edge } from '../src/core/edge.ts';
import { readPolicy } from '../src/core/policy.ts';
import type { BusEvent } from '../src/core/ports.ts';
import { nameOf, type Principal, roleSession } from '../src/core/principal.ts';
import { makeAuthentication } from '../src/gateway/authentication.ts';
import { makeFrontDoor } from '../src/gateway/front-door.ts';
import { makeGateway } from '../src/gateway/gateway.ts';
import { developer, type Listening, listen, testWorld } from './serve-edge.ts';

/** S3 on a port of its own, with a bucket maker, a client and the events that it published. */
export interface S3Port extends Listening {
  world: ReturnType<typeof testWorld>;
  s3: S3;
  client: S3Client;
  /** Keys that sign; one that is removed is unknown. */
  keys: Map<string, { secretAccessKey: string; sessionToken?: string; roleArn?: string }>;
  /** Policies of the roles that keys with a `roleArn` stand for. */
  policies: Map<string, unknown[]>;
  /** What came in; the caller is who was found to have signed. */
  calls: Call[];
  events: Omit<BusEvent, 'id' | 'account' | 'region'>[];
  /** What functions, queues and topics of NotificationConfigurations were told; an ARN that ends with `:gone` takes nothing. */
  told: { caller: string; arn: string; records: unknown[] }[];
  /** @param unchanged the template said the same before */
  makeBucket(name: string, properties?: Record<string, unknown>, unchanged?: boolean): Promise<void>;
  /** A client that signs with other credentials. */
  clientOf(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): S3Client;
  put(
    Bucket: string,
    Key: string,
    Body?: string | Buffer,
    more?: Record<string, unknown>,
  ): Promise<PutObjectCommandOutput>;
  /** The answer with the body's text in place of its stream. */
  get(
    Bucket: string,
    Key: string,
    more?: Record<string, unknown>,
  ): Promise<Omit<GetObjectCommandOutput, 'Body'> & { text: string }>;
  /** From now on the bus throws this. */
  refuseEvents(error: Error | undefined): void;
  /** How many files the objects take. */
  fileCount(): number;
  eventsOf(key: string): S3Port['events'];
  end(): Promise<void>;
}

/** With the three kinds of bucket that most tests need: `plain` and `versioned` tell of their objects, `quiet` does not. */
export async function serveS3WithBuckets(): Promise<S3Port> {
  const port = await serveS3();
  await port.makeBucket('plain', { NotificationConfiguration: { EventBridgeConfiguration: {} } });
  await port.makeBucket('versioned', {
    VersioningConfiguration: { Status: 'Enabled' },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  });
  await port.makeBucket('quiet');
  return port;
}

export async function serveS3(): Promise<S3Port> {
  const world = testWorld();
  const keys: S3Port['keys'] = new Map([[developer.accessKeyId, developer]]);
  const policies: S3Port['policies'] = new Map();
  const calls: Call[] = [];
  const authentication = makeAuthentication(
    {
      find(accessKeyId) {
        const key = keys.get(accessKeyId);
        const arn = `arn:aws:iam::${world.accountId}:user/${accessKeyId}`;
        const caller = key?.roleArn
          ? { ...roleSession(key.roleArn, 'test'), accessKeyId }
          : { kind: 'user' as const, arn, accessKeyId };
        return key && { ...key, caller, revoked: false, endsAtMs: Number.POSITIVE_INFINITY };
      },
    },
    world.now,
  );
  const events: S3Port['events'] = [];
  let refusal: Error | undefined;
  const told: S3Port['told'] = [];
  const tell = (principal: Principal, arn: string, text: string): void => {
    const caller = `${nameOf(principal)} for ${principal.kind === 'service' ? principal.sourceArn : ''}`;
    if (arn.endsWith(':gone')) throw new Error('it is gone');
    told.push({
      caller,
      arn,
      records: z.object({ Records: z.array(z.unknown()) }).parse(JSON.parse(text)).Records,
    });
  };
  const s3 = makeS3(world, {
    invoker: {
      invokeAsync(caller, arn, text) {
        tell(caller, arn, text);
        return { kind: 'invocation', id: String(told.length) };
      },
    },
    queues: {
      send(caller, arn, text) {
        tell(caller, arn, text);
        return { kind: 'message', id: String(told.length) };
      },
    },
    topics: {
      publish(caller, arn, { message }) {
        tell(caller, arn, message);
        return String(told.length);
      },
    },
    signerOfForm: authentication.ofForm,
    policiesOf: (roleArn) => (policies.get(roleArn) ?? []).map((policy) => readPolicy(policy, 'role')),
    buses: {
      publish(_caller, _bus, event) {
        if (refusal) throw refusal;
        return String(events.push(event));
      },
    },
  });
  const edge: Edge = {
    ...s3.edge,
    handle(call, refusal) {
      calls.push(call);
      return s3.edge.handle(call, refusal);
    },
  };
  const frontDoor = makeFrontDoor({ webPort: 3000 });
  const port = await listen(createServer(makeGateway({ world, authentication, frontDoor, edges: [edge] })));
  const clientOf: S3Port['clientOf'] = (credentials) =>
    new S3Client({ endpoint: port.endpoint, region: world.region, forcePathStyle: true, credentials });
  const client = clientOf(developer);
  return {
    ...port,
    world,
    s3,
    client,
    keys,
    policies,
    calls,
    events,
    told,
    clientOf,
    async makeBucket(name, properties = {}, unchanged = false) {
      const [provider] = s3.resources;
      await provider.apply({
        logicalId: 'Bucket',
        stackName: 'shop',
        physicalName: 'shop-Bucket',
        unchanged,
        properties: provider.properties.parse({ BucketName: name, ...properties }),
      });
    },
    put: (Bucket, Key, Body = 'bytes', more = {}) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    async get(Bucket, Key, more = {}) {
      const { Body, ...answer } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
      return { ...answer, text: (await Body?.transformToString()) ?? '' };
    },
    refuseEvents(error) {
      refusal = error;
    },
    fileCount: () => readdirSync(path.join(world.folder, 's3')).length,
    eventsOf: (key) =>
      events.filter((event) => (event.detail as { object: { key: string } }).object.key === key),
    async end() {
      client.destroy();
      await port.close();
      world.drop();
    },
  };
}
