import type { Draft, Upload } from './upload-queue.ts';

/** What was written for a file. A page that begins anew has lost the file itself: browsers give none back. */
export interface KeptDraft extends Draft {
  name: string;
  sizeBytes: number;
}

/** One entry of a storage, as `stored` has it. */
interface Entry {
  get(): string | undefined;
  set(value: string | undefined): void;
}

type File = Pick<globalThis.File, 'name' | 'size'>;

const isDraft = (value: unknown): value is KeptDraft => {
  const parts = new Map<string, unknown>(Object.entries(Object(value)));
  const are = (type: string, ...names: (keyof KeptDraft)[]) =>
    names.every((name) => typeof parts.get(name) === type);
  return (
    are('string', 'name', 'title', 'description') && are('number', 'sizeBytes') && are('boolean', 'isPublic')
  );
};

function parse(text: string | undefined): { owner?: unknown; drafts: KeptDraft[] } {
  try {
    const { owner, drafts } = Object(JSON.parse(text ?? 'null'));
    return { owner, drafts: Array.isArray(drafts) ? drafts.filter(isDraft) : [] };
  } catch {
    return { drafts: [] };
  }
}

/** Phones change a file's time, and neither its name nor its size, each time it is chosen. */
const isFor = (draft: KeptDraft, { name, size }: File): boolean =>
  draft.name === name && draft.sizeBytes === size;

/** What is lost when the page goes: everything whose bytes have not arrived. */
const isUnsent = ({ state, replaces }: Upload): boolean =>
  replaces === undefined && ['draft', 'waiting', 'sending', 'failed'].includes(state);

/** The words for files that wait to be chosen again, and for those that are chosen: one person's, in one tab. */
export function keptDrafts(entry: Entry) {
  let owner: string | undefined;
  let missing: KeptDraft[] = [];
  const listeners = new Set<() => void>();
  let chosen: KeptDraft[] = [];

  let saved: string | undefined;
  const save = () => {
    const drafts = [...missing, ...chosen];
    const text = drafts.length > 0 ? JSON.stringify({ owner, drafts }) : undefined;
    // The list tells of each piece of a file that is on its way.
    if (owner && text !== saved) entry.set(text);
    saved = text;
  };
  function setMissing(next: KeptDraft[]): void {
    missing = next;
    save();
    for (const listener of listeners) listener();
  }

  return {
    /** Files that were chosen before the page began anew, and are not chosen again yet. */
    missing: () => missing,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** @returns whether somebody else was there before: what they left is not for this one */
    begin(person: string): boolean {
      if (owner === person) return false;
      const changed = owner !== undefined;
      owner = person;
      chosen = [];
      saved = entry.get();
      const kept = parse(saved);
      setMissing(kept.owner === person ? kept.drafts : []);
      return changed;
    },
    keep(uploads: readonly Upload[]): void {
      chosen = uploads.filter(isUnsent).map(({ file, title, description, isPublic }) => ({
        ...{ name: file.name, sizeBytes: file.size },
        ...{ title, description, isPublic },
      }));
      save();
    },
    /** What was written for this file before, once. */
    wordsFor(file: File): Draft | undefined {
      const found = missing.find((draft) => isFor(draft, file));
      if (!found) return undefined;
      setMissing(missing.filter((draft) => draft !== found));
      const { title, description, isPublic } = found;
      return { title, description, isPublic };
    },
    forget: () => setMissing([]),
  };
}
