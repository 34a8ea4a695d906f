import { type App, startApp } from '@shutterbus/testing/app';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { poll } from '@shutterbus/testing/poll';
import { deadLetter } from '@shutterbus/testing/wanted';
import { watchSandbox } from '@shutterbus/testing/watched-sandbox';
import { noticeOf, reloaded } from '../generators/hot-edits.ts';
import { copyRepository, editFile } from '../generators/repository-copy.ts';

const useCase = 'services/media/src/use-cases/apply-renditions.ts';
const template = 'services/media/template.yaml';

/** Edits are made in a copy of the repository. The steps build on one another and run in order. */
describe('npm start, while somebody edits', () => {
  let copy: ReturnType<typeof copyRepository>;
  let app: App;
  let anna: Person;
  let editedAt = 0;

  beforeAll(async () => {
    copy = copyRepository({ isBuilt: true });
    app = await startApp(undefined, [], copy.folder);
    anna = await Person.join(app, 'Anna');
  });
  afterAll(async () => {
    await app?.dispose();
    copy?.remove();
  });

  /** @returns a function that writes the file as it was */
  function edit(file: string, change: (text: string) => string): () => void {
    editedAt = Date.now();
    const mend = editFile(copy.folder, file, change);
    return () => {
      editedAt = Date.now();
      mend();
    };
  }
  /** Waits for what is said of the last edit. */
  const says = (isTrouble: boolean, text: RegExp) =>
    poll('what is said of an edit is no fact of any work', async () => {
      const notice = await noticeOf(app);
      expect(notice).toEqual({ isTrouble, text: expect.stringMatching(text), at: expect.any(Number) });
      expect(notice?.at).toBeGreaterThanOrEqual(editedAt);
    });
  const consumerReloaded = (isBroken: boolean) =>
    reloaded(app, copy, {
      ...{ code: 'media/on-thumbnails-generated', name: 'OnThumbnailsGenerated' },
      isAsTold: (bundle) => bundle.includes('on purpose') === isBroken,
    });

  it('runs a broken handler at the next event, and the mended one when its dead letter is brought on its way again', async () => {
    const sandbox = await watchSandbox(app);
    const mend = edit(useCase, (text) =>
      text.replace('if (!photo) return;', "if (photo) throw new Error('on purpose');"),
    );
    await consumerReloaded(true);
    const photo = await anna.upload(await photoLike(1), { title: 'Snow', visibility: 'private' });
    const { to } = await sandbox.until(deadLetter('MediaDeadLetters'));
    mend();
    await consumerReloaded(false);
    const redriven = await fetch(`${app.webUrl}/_sandbox/v1/redrives`, {
      ...{ method: 'POST', body: new URLSearchParams({ queue: to }) },
    });
    expect(await redriven.json()).toMatchObject({ moved: 1, left: 0 });
    await anna.photoWithStatus(photo.id, 'ready');
  });

  it('says what cannot be built until it is mended, and goes on with what ran', async () => {
    const mend = edit(useCase, (text) => `${text}\nconst = ;\n`);
    await says(true, /apply-renditions\.ts/);
    expect(await (await fetch(`${app.webUrl}/_sandbox/events`)).text()).toContain('apply-renditions.ts');
    const photo = await anna.upload(await photoLike(1), { title: 'Ice', visibility: 'private' });
    await anna.photoWithStatus(photo.id, 'ready');
    mend();
    await says(false, /OnThumbnailsGenerated/);
  });

  it('applies what differs in a template, and says what AWS would refuse', async () => {
    const mend = edit(template, (text) => text.replace(/MemorySize: 512/, 'MemorySize: 5'));
    await says(true, /MemorySize/);
    mend();
    await says(false, /the template/);
  });
});
