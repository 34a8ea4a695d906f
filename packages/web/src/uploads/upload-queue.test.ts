import type { Photo, PhotoDetail, Reservation } from '../api/media.ts';
import { slowAfterMs, type UploadSteps, uploadQueue } from './upload-queue.ts';

const photoOf = (id: string, changes: Partial<Photo> = {}): PhotoDetail => ({
  id,
  title: 'First snow',
  description: '',
  visibility: 'private',
  status: 'awaiting-upload',
  owner: { id: 'owner', handle: 'anna', displayName: 'Anna' },
  contentType: 'image/jpeg',
  ...{ likes: 0, comments: 0, tags: [] },
  renditions: [],
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  ...changes,
});

/** Lets everything that is ready to go on, go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp(overrides: Partial<UploadSteps> = {}) {
  let count = 0;
  const sends: PromiseWithResolvers<void>[] = [];
  const released: string[] = [];
  const steps: UploadSteps = {
    async reserve({ id }): Promise<Reservation> {
      return {
        photo: photoOf(`photo-${id}`),
        upload: { url: 'https://s3.example', fields: {}, expiresAt: '' },
      };
    },
    send(_reservation, file, onProgress, signal) {
      const sending = Promise.withResolvers<void>();
      sends.push(sending);
      onProgress(file.size / 2);
      signal.addEventListener('abort', () => sending.reject(signal.reason));
      return sending.promise;
    },
    settled: async (id) => photoOf(id, { status: 'ready' }),
    release: async (id) => {
      released.push(id);
    },
    explain: (error) => ({ message: error instanceof Error ? error.message : 'odd' }),
    wait: () => new Promise(() => {}),
    newId: () => String(++count),
    ...overrides,
  };
  const queue = uploadQueue(steps);
  const add = (files: number) =>
    queue.add(
      Array.from({ length: files }, () => ({
        file: new File(['12345678'], 'a.jpg'),
        contentType: 'image/jpeg' as const,
        title: 'a',
      })),
    );
  return { queue, sends, released, add, states: () => queue.list().map(({ state }) => state) };
}

describe('uploadQueue', () => {
  it('sends nothing before it is told to', async () => {
    const { add, sends, states } = setUp();
    add(2);
    await settle();
    expect(states()).toEqual(['draft', 'draft']);
    expect(sends).toHaveLength(0);
  });

  it('sends three at once and the next when one has arrived', async () => {
    const { queue, add, sends, states } = setUp({ settled: () => new Promise(() => {}) });
    add(5);
    queue.start();
    await settle();
    expect(states()).toEqual(['sending', 'sending', 'sending', 'waiting', 'waiting']);
    expect(queue.list()[0]?.sentBytes).toBe(4);
    sends[0]?.resolve();
    await settle();
    expect(states()).toEqual(['processing', 'sending', 'sending', 'sending', 'waiting']);
  });

  it('goes from processing to ready by itself', async () => {
    const { queue, add, sends, states } = setUp();
    add(1);
    queue.start();
    await settle();
    sends[0]?.resolve();
    await settle();
    expect(states()).toEqual(['ready']);
  });

  it('says that processing takes longer than usual, until it is done', async () => {
    const slow = Promise.withResolvers<void>();
    const done = Promise.withResolvers<PhotoDetail>();
    const waits: number[] = [];
    const { queue, add, sends } = setUp({
      settled: () => done.promise,
      wait(ms, signal) {
        waits.push(ms);
        signal.addEventListener('abort', () => slow.reject(signal.reason));
        return slow.promise;
      },
    });
    add(1);
    queue.start();
    await settle();
    expect(waits).toEqual([]);
    sends[0]?.resolve();
    await settle();
    expect(queue.list()).toMatchObject([{ state: 'processing', isSlow: false }]);
    slow.resolve();
    await settle();
    expect(waits).toEqual([slowAfterMs]);
    expect(queue.list()).toMatchObject([{ state: 'processing', isSlow: true }]);
    done.resolve(photoOf('photo-1', { status: 'ready' }));
    await settle();
    expect(queue.list()).toMatchObject([{ state: 'ready', isSlow: false }]);
  });

  it('gives one without a title back the one that it came with', async () => {
    const titles: string[] = [];
    const { queue, add } = setUp({
      async reserve({ title }) {
        titles.push(title);
        throw new Error('No answer.');
      },
    });
    add(2);
    queue.edit('1', { title: ' ' });
    queue.start();
    await settle();
    expect(titles).toEqual(['a', 'a']);
  });

  it('changes many drafts at once, and none that is on its way', async () => {
    const { queue, add } = setUp();
    add(1);
    queue.start();
    add(3);
    const ids = new Set(
      queue
        .list()
        .slice(0, 3)
        .map(({ id }) => id),
    );
    queue.editAll(ids, ({ title }) => ({ title: `${title}!`, isPublic: true }));
    expect(queue.list().map(({ title, isPublic }) => [title, isPublic])).toEqual([
      ['a', false],
      ['a!', true],
      ['a!', true],
      ['a', false],
    ]);
  });

  it('gives the reason of a rejection', async () => {
    const rejection = { code: 'unreadable', message: 'The file is damaged.' } as const;
    const { queue, add, sends } = setUp({
      settled: async (id) => photoOf(id, { status: 'rejected', rejection }),
    });
    add(1);
    queue.start();
    await settle();
    sends[0]?.resolve();
    await settle();
    expect(queue.list()).toMatchObject([{ state: 'rejected', reason: { message: 'The file is damaged.' } }]);
  });

  it('asks for the same reservation again while none is known, and for another one after it was taken back', async () => {
    const keys: string[] = [];
    let isLost = true;
    const { queue, add, sends } = setUp({
      async reserve({ id, requestKey }) {
        keys.push(requestKey);
        if (isLost) throw new Error('No answer.');
        return {
          photo: photoOf(`photo-${id}`),
          upload: { url: 'https://s3.example', fields: {}, expiresAt: '' },
        };
      },
    });
    add(1);
    queue.start();
    await settle();
    const [{ id = '' } = {}] = queue.list();
    isLost = false;
    queue.retry(id);
    await settle();
    sends[0]?.reject(new Error('The connection broke.'));
    await settle();
    queue.retry(id);
    await settle();
    const [first, second, third] = keys;
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('takes the reservation of a failed one back and sends it anew on retry', async () => {
    const { queue, add, sends, released, states } = setUp();
    add(1);
    queue.start();
    await settle();
    sends[0]?.reject(new Error('The connection broke.'));
    await settle();
    expect(queue.list()).toMatchObject([{ state: 'failed', reason: { message: 'The connection broke.' } }]);
    expect(released).toEqual(['photo-1']);
    queue.retry('1');
    await settle();
    expect(states()).toEqual(['sending']);
    expect(queue.list()[0]).not.toHaveProperty('reason');
    sends[1]?.resolve();
    await settle();
    expect(states()).toEqual(['ready']);
  });

  it.each([
    ['ready', ['old-photo']],
    ['rejected', []],
  ] as const)('takes an old photo’s place when the new one is %s: gone is %j', async (status, gone) => {
    const { queue, sends, released } = setUp({ settled: async (id) => photoOf(id, { status }) });
    const file = new File(['12345678'], 'a.jpg');
    queue.add([{ file, contentType: 'image/jpeg', title: 'a', isPublic: true, replaces: 'old-photo' }]);
    expect(queue.list()).toMatchObject([{ isPublic: true, description: '', state: 'draft' }]);
    queue.start();
    await settle();
    expect(released).toEqual([]);
    sends[0]?.resolve();
    await settle();
    expect(queue.list()).toMatchObject([{ state: status }]);
    expect(released).toEqual(gone);
  });

  it('drops the row of a photo of this page that gave its place away', async () => {
    const { queue, add, sends } = setUp();
    add(1);
    queue.start();
    await settle();
    sends[0]?.resolve();
    await settle();
    const file = new File(['12345678'], 'b.jpg');
    queue.add([{ file, contentType: 'image/jpeg', title: 'b', replaces: 'photo-1' }]);
    queue.start();
    await settle();
    expect(queue.list()).toHaveLength(2);
    sends[1]?.resolve();
    await settle();
    expect(queue.list()).toMatchObject([{ title: 'b', state: 'ready' }]);
  });

  it('stops one that is cancelled and lets the next one go', async () => {
    const { queue, add, released, states } = setUp();
    add(4);
    queue.start();
    await settle();
    queue.remove('3');
    await settle();
    expect(states()).toEqual(['sending', 'sending', 'sending']);
    expect(released).toEqual(['photo-3']);
  });
});
