import type { ImageType } from '@shutterbus/contracts/fields';
import type { PhotoDetail, Reservation } from '../api/media.ts';
import type { Reason } from '../api/problem-error.ts';

/** How many files are on their way at once: enough to fill a home connection's upstream, few enough to see progress. */
const maxParallel = 3;
/** Renditions are mostly there after five seconds. */
export const slowAfterMs = 20_000;

export interface Draft {
  title: string;
  description: string;
  isPublic: boolean;
}

/** What a file needs to become a draft; the rest is empty unless told. */
export interface NewUpload extends Partial<Draft> {
  file: File;
  contentType: ImageType;
  title: string;
  /** Id of the photo that goes once this one is ready. */
  replaces?: string;
}

export interface Upload extends Draft, Omit<NewUpload, keyof Draft> {
  id: string;
  /** For a photo whose title was taken away: the one that it came with. */
  firstTitle: string;
  /** Names the reservation to the API: as long as no answer has come, a retry asks for the same one. */
  requestKey: string;
  state: 'draft' | 'waiting' | 'sending' | 'processing' | 'ready' | 'rejected' | 'failed';
  sentBytes: number;
  /** While processing takes longer than usual. */
  isSlow: boolean;
  /** For `failed` and `rejected`. */
  reason?: Reason;
  photo?: PhotoDetail;
}

/** What the queue needs from the world. Each of these rejects when its signal is aborted. */
export interface UploadSteps {
  reserve(upload: Upload): Promise<Reservation>;
  send(
    reservation: Reservation,
    file: File,
    onProgress: (sentBytes: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Resolves when the photo is ready or rejected. */
  settled(photoId: string, signal: AbortSignal): Promise<PhotoDetail>;
  /** Deletes a photo: a reservation that is not used, or one that is replaced. Must not throw. */
  release(photoId: string): Promise<void>;
  explain(error: unknown): Reason;
  wait(ms: number, signal: AbortSignal): Promise<void>;
  newId(): string;
}

/** Files on their way to becoming photos. It outlives the upload page, so that one can look around meanwhile. */
export function uploadQueue(steps: UploadSteps) {
  let uploads: readonly Upload[] = [];
  const listeners = new Set<() => void>();
  const controllers = new Map<string, AbortController>();

  function set(next: readonly Upload[]): void {
    uploads = next;
    for (const listener of listeners) listener();
  }
  const patch = (id: string, changes: Partial<Upload>): void =>
    set(uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));

  async function transfer(upload: Upload, signal: AbortSignal): Promise<string | undefined> {
    let reserved: string | undefined;
    try {
      const reservation = await steps.reserve(upload);
      reserved = reservation.photo.id;
      signal.throwIfAborted();
      patch(upload.id, { photo: reservation.photo });
      await steps.send(reservation, upload.file, (sentBytes) => patch(upload.id, { sentBytes }), signal);
      patch(upload.id, { state: 'processing', sentBytes: upload.file.size });
      return reserved;
    } catch (error) {
      if (reserved) {
        void steps.release(reserved);
        patch(upload.id, { requestKey: steps.newId() });
      }
      if (!signal.aborted) patch(upload.id, { state: 'failed', reason: steps.explain(error) });
      return undefined;
    }
  }

  /** @returns a function that ends it */
  function tellWhenSlow(id: string): () => void {
    const settled = new AbortController();
    steps.wait(slowAfterMs, settled.signal).then(
      () => patch(id, { isSlow: true }),
      // It was not.
      () => {},
    );
    return () => settled.abort();
  }

  async function follow(id: string, photoId: string, signal: AbortSignal): Promise<void> {
    const stopClock = tellWhenSlow(id);
    try {
      const photo = await steps.settled(photoId, signal);
      const { replaces } = uploads.find((upload) => upload.id === id) ?? {};
      if (replaces && photo.status === 'ready') {
        await steps.release(replaces);
        set(uploads.filter((upload) => upload.photo?.id !== replaces));
      }
      const message = photo.rejection?.message;
      patch(id, {
        state: photo.status === 'rejected' ? 'rejected' : 'ready',
        photo,
        isSlow: false,
        ...(message ? { reason: { message } } : {}),
      });
    } catch (error) {
      // The bytes are there: the photo's state shows on the person's page, so this is no failure of the upload.
      if (!signal.aborted) patch(id, { reason: steps.explain(error) });
    } finally {
      stopClock();
    }
  }

  async function run(upload: Upload): Promise<void> {
    const controller = new AbortController();
    controllers.set(upload.id, controller);
    patch(upload.id, { state: 'sending', sentBytes: 0 });
    const photoId = await transfer(upload, controller.signal);
    pump();
    if (photoId) await follow(upload.id, photoId, controller.signal);
  }

  function pump(): void {
    const sending = uploads.filter(({ state }) => state === 'sending').length;
    const next = uploads
      .filter(({ state }) => state === 'waiting')
      .slice(0, Math.max(0, maxParallel - sending));
    for (const upload of next) void run(upload);
  }

  return {
    list: () => uploads,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(files: NewUpload[]): void {
      const drafts = files.map(
        (entry): Upload => ({
          description: '',
          isPublic: false,
          ...entry,
          id: steps.newId(),
          requestKey: steps.newId(),
          firstTitle: entry.title,
          state: 'draft',
          sentBytes: 0,
          isSlow: false,
        }),
      );
      set([...uploads, ...drafts]);
    },
    edit: (id: string, changes: Partial<Draft>): void => patch(id, changes),
    /** Changes those of these that are drafts still. */
    editAll(ids: ReadonlySet<string>, change: (draft: Draft) => Partial<Draft>): void {
      set(
        uploads.map((upload) =>
          upload.state === 'draft' && ids.has(upload.id) ? { ...upload, ...change(upload) } : upload,
        ),
      );
    },
    /** Sends all drafts; one without a title gets back the one that it came with. */
    start(): void {
      set(
        uploads.map((upload) => {
          if (upload.state !== 'draft') return upload;
          const title = upload.title.trim() === '' ? upload.firstTitle : upload.title;
          return { ...upload, title, state: 'waiting' };
        }),
      );
      pump();
    },
    retry(id: string): void {
      set(
        uploads.map((upload) => {
          if (upload.id !== id || upload.state !== 'failed') return upload;
          const { reason: _reason, photo: _photo, ...rest } = upload;
          return { ...rest, state: 'waiting', sentBytes: 0 };
        }),
      );
      pump();
    },
    /** Takes one out of the list; what has not arrived completely is stopped. */
    remove(id: string): void {
      controllers.get(id)?.abort();
      controllers.delete(id);
      set(uploads.filter((upload) => upload.id !== id));
      pump();
    },
    /** Stops everything and empties the list. */
    clear(): void {
      for (const controller of controllers.values()) controller.abort();
      controllers.clear();
      set([]);
    },
  };
}
