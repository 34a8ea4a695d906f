import { createHash } from 'node:crypto';
import type { ResourceProvider, ResourceResult } from '../core/resource.ts';
import { placeBelow } from '../template/faults.ts';
import type { Resource } from '../template/sam/expansion.ts';
import { TemplateError } from '../template/template-error.ts';
import { type AppliedResource, keyOf } from './applied-resources.ts';
import { readProperties } from './read-properties.ts';
import { commonName, isSame, replacedBy } from './replacement.ts';

/** What became of the resources, by their places (`shutterbus-Media/GetPhoto`). */
export interface StackChanges {
  created: string[];
  updated: string[];
  replaced: string[];
  removed: string[];
  /** Left the template and stay, with the reason. */
  kept: { place: string; reason: string }[];
}

/** A resource that the template asks for, with every intrinsic resolved. */
export interface WantedResource extends Resource {
  stackName: string;
  /** For messages: `template.yaml: Resources.Table`. */
  place: string;
  deletionPolicy?: unknown;
  updateReplacePolicy?: unknown;
}

/** One deployment over what stands: it changes what differs, and can be taken back until it is finished. */
export interface Update {
  /** @throws TemplateError when it cannot be made; `undo` then brings back what stood */
  settle(wanted: WantedResource, provider: ResourceProvider): Promise<ResourceResult>;
  /** A resource that no service makes: it stands for itself. */
  note(wanted: WantedResource, result: ResourceResult): ResourceResult;
  undo(): Promise<void>;
  /** Takes away what the template no longer names and what was replaced. @returns what stands now */
  finish(): Promise<{ applied: AppliedResource[]; changes: StackChanges }>;
}

/**
 * @param before what stood, in the order in which it was made
 * @param known keys of what this process has made known already: where nothing differs, there is nothing to do
 */
export function beginUpdate(
  before: readonly AppliedResource[],
  known: ReadonlySet<string>,
  providers: ReadonlyMap<string, ResourceProvider>,
): Update {
  const standing = new Map(before.map((resource) => [keyOf(resource), resource]));
  const settled = new Map<string, AppliedResource>();
  const changes: StackChanges = { created: [], updated: [], replaced: [], removed: [], kept: [] };
  /** The latest last. */
  const undoing: (() => Promise<void> | void)[] = [];
  const replaced: AppliedResource[] = [];

  function recordOf(wanted: WantedResource, generation: number, result: ResourceResult): AppliedResource {
    const { stackName, logicalId, type, properties } = wanted;
    const { deletionPolicy, updateReplacePolicy } = wanted;
    return {
      ...{ stackName, logicalId, type, properties, generation },
      ...{ ref: result.ref, attributes: result.attributes },
      physicalName: physicalNameOf(stackName, logicalId, generation),
      staysWhenRemoved: stays(deletionPolicy),
      staysWhenReplaced: stays(updateReplacePolicy),
    };
  }

  async function settle(wanted: WantedResource, provider: ResourceProvider): Promise<ResourceResult> {
    const { stackName, logicalId, type, properties, place } = wanted;
    const key = keyOf(wanted);
    const old = standing.get(key);
    const reason = old && (old.type === type ? replacedBy(type, old.properties, properties) : 'Type');
    if (old && reason !== undefined) refuseCommonName(wanted, old, reason);
    const isNew = !old || reason !== undefined;
    const generation = (old?.generation ?? 0) + (reason === undefined ? 0 : 1);
    const unchanged = !isNew && isSame(old.properties, properties);
    if (unchanged && known.has(key) && !provider.looksOutside) {
      const record = recordOf(wanted, generation, old);
      settled.set(key, record);
      return record;
    }
    const reading = readProperties(provider.properties, properties);
    if ('faults' in reading)
      throw new TemplateError(
        reading.faults.map(
          ({ path: at, sentence }) => `${placeBelow(`${place}.Properties`, at)}: ${sentence}.`,
        ),
      );
    const request = {
      ...{ logicalId, stackName, unchanged },
      physicalName: physicalNameOf(stackName, logicalId, generation),
      generation,
      properties: reading.properties,
    };
    // What fails half way is taken back as well.
    if (!unchanged && !isNew) undoing.push(() => restore(old));
    const result = await inPlace(`${place} (${type})`, () => provider.apply(request));
    const record = recordOf(wanted, generation, result);
    settled.set(key, record);
    if (unchanged) return record;
    if (isNew) undoing.push(() => provider.remove(record));
    if (old && isNew) replaced.push(old);
    const list = !old ? changes.created : isNew ? changes.replaced : changes.updated;
    list.push(old && isNew ? `${key} (${reason})` : key);
    return record;
  }

  async function restore(old: AppliedResource): Promise<void> {
    const provider = providers.get(old.type);
    const reading = provider && readProperties(provider.properties, old.properties);
    if (!reading || 'faults' in reading) return;
    await provider.apply({ ...old, properties: reading.properties });
  }

  async function takeAway(old: AppliedResource, keep: boolean): Promise<void> {
    const place = keyOf(old);
    if (keep) {
      changes.kept.push({ place, reason: 'its policy is Retain' });
      return;
    }
    try {
      await providers.get(old.type)?.remove(old);
      changes.removed.push(place);
    } catch (error) {
      changes.kept.push({ place, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  return {
    settle,
    note(wanted, result) {
      settled.set(keyOf(wanted), recordOf(wanted, 0, result));
      return result;
    },
    async undo() {
      for (const step of undoing.reverse()) await step();
    },
    async finish() {
      for (const old of replaced) await takeAway(old, old.staysWhenReplaced);
      for (const old of [...before].reverse())
        if (!settled.has(keyOf(old))) await takeAway(old, old.staysWhenRemoved);
      return { applied: [...settled.values()], changes };
    },
  };
}

/** As in CloudFormation, which makes the new one before it takes the old one away. */
function refuseCommonName(wanted: WantedResource, old: AppliedResource, reason: string): void {
  const name = commonName(wanted.type, old.properties, wanted.properties);
  if (name === undefined) return;
  throw new TemplateError([
    `${wanted.place}: ${reason} cannot be changed on what is there, and a new one cannot have the name ${name} as long as ` +
      'the old one is there: give it another name with the change.',
  ]);
}

async function inPlace<Result>(place: string, work: () => Promise<Result> | Result): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    throw new TemplateError([`${place}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

const stays = (policy: unknown): boolean => policy === 'Retain' || policy === 'RetainExceptOnCreate';

/** Lambda, IAM and EventBridge refuse longer names. */
const longestName = 64;

/** `<stack>-<logical id>`, the same at every start; a long one is cut and told apart by a digest. */
export function physicalNameOf(stackName: string, logicalId: string, generation = 0): string {
  const name = `${stackName}-${logicalId}${generation === 0 ? '' : `-${generation + 1}`}`;
  if (name.length <= longestName) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, longestName - 9)}-${digest}`;
}

/** A parameter can change the environment of every function. */
const mostNamed = 12;

/** What a developer is told of a change of what stood before, a line for each kind. */
export function linesOf({ created, updated, replaced, removed, kept }: StackChanges): string[] {
  const list = (what: string, places: readonly string[]): string[] => {
    const more = places.length > mostNamed ? [`and ${places.length - mostNamed} more`] : [];
    return places.length === 0 ? [] : [`${what}: ${[...places.slice(0, mostNamed), ...more].join(', ')}`];
  };
  return [
    ...list('Added', created),
    ...list('Changed', updated),
    ...list('Replaced by a new one', replaced),
    ...list('Removed, since the template names it no more', removed),
    ...list(
      'Left the template and stays',
      kept.map(({ place, reason }) => `${place} (${reason})`),
    ),
  ];
}
