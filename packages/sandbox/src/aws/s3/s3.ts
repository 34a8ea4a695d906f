import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Edge } from '../../core/edge.ts';
import type { ReadHeld } from '../../core/held.ts';
import type { EventBuses, HttpOrigin } from '../../core/ports.ts';
import type { PolicyKeeper, ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import {
  type BucketPolicyProperties,
  type BucketProperties,
  bucketPolicyProvider,
  bucketProvider,
} from './bucket.ts';
import { bucketOrigin } from './bucket-origin.ts';
import { makeBucketStore } from './bucket-store.ts';
import { readObjects, typeOfPicture } from './held-objects.ts';
import { makeNotifier, type NotificationTargets } from './notifications.ts';
import { makeObjectEvents } from './object-events.ts';
import { makeObjectFiles } from './object-files.ts';
import { makeObjectStore } from './object-store.ts';
import type { S3State } from './operation.ts';
import type { SignerOfForm } from './post-object.ts';
import { makeS3Edge } from './s3-edge.ts';
import { makeUploadStore } from './upload-store.ts';

export interface S3Dependencies extends NotificationTargets {
  signerOfForm: SignerOfForm;
  /** Where buckets with EventBridge enabled tell their writes. */
  buses: EventBuses;
  policiesOf: S3State['policiesOf'];
}

export interface S3 extends PolicyKeeper {
  edge: Edge;
  resources: [ResourceProvider<BucketProperties>, ResourceProvider<BucketPolicyProperties>];
  /** The bucket as an origin of distributions; nothing when there is no such bucket. */
  origin(bucketName: string): HttpOrigin | undefined;
  held: ReadHeld;
  /** An object that is a picture, as it is now. */
  picture(bucketName: string, key: string): { type: string; body(): Readable } | undefined;
  /** Removes files that no row knows. */
  start(): void;
  stop(): void;
}

/**
 * S3: objects are files under `<state folder>/s3/`, everything else is rows. A write puts the file first, then row
 * and event (what the bus makes of it included) in one transaction, then the answer: whatever is answered survives a kill.
 */
export function makeS3(world: World, { signerOfForm, buses, policiesOf, ...targets }: S3Dependencies): S3 {
  const state: S3State = {
    buckets: makeBucketStore(world.db, world.now),
    objects: makeObjectStore(world.db, world.now),
    uploads: makeUploadStore(world.db, world.now),
    files: makeObjectFiles(path.join(world.folder, 's3')),
    events: makeObjectEvents(buses, makeNotifier({ ...world, ...targets }), world.accountId, world.now),
    region: world.region,
    now: world.now,
    access: world.access,
    policiesOf,
    transaction: world.transaction,
  };

  return {
    edge: makeS3Edge({ state, signerOfForm }),
    resources: [
      bucketProvider(state.buckets, world.region, state.objects.isEmpty),
      bucketPolicyProvider(state.buckets),
    ],
    origin: (bucketName) => bucketOrigin(state, bucketName),
    held: readObjects(state.objects),
    picture(bucketName, key) {
      const version = state.objects.current(bucketName, key);
      const type = version && typeOfPicture(version);
      if (version === undefined || type === undefined) return undefined;
      const { file } = version;
      return { type, body: () => createReadStream(state.files.path(file)) };
    },
    policyOf: (arn) => state.buckets.find(arn.replace(/^arn:aws:s3:::/, ''))?.policy,
    start() {
      state.files.sweep(new Set([...state.objects.files(), ...state.uploads.files()]));
    },
    stop() {},
  };
}
