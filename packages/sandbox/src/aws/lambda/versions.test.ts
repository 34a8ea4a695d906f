import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';

const answering = (text: string): string =>
  `let count = 0; exports.handler = async () => ({ text: ${JSON.stringify(text)}, stage: process.env.STAGE, version: process.env.AWS_LAMBDA_FUNCTION_VERSION, count: ++count });`;

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture();
});
afterEach(() => fixture.stop());

/** Makes version and alias as the template's loader does at a start. */
async function deploy(text: string, given: Record<string, unknown> = {}): Promise<string> {
  await fixture.define('Echo', answering(text), given);
  const { attributes } = await fixture.apply('AWS::Lambda::Version', 'EchoVersion', {
    FunctionName: 'app-Echo',
  });
  await fixture.apply('AWS::Lambda::Alias', 'EchoAlias', {
    FunctionName: 'app-Echo',
    FunctionVersion: attributes.Version,
    Name: 'live',
    Gradual: true,
  });
  return attributes.Version ?? '';
}

const answerOf = async (name: string): Promise<unknown> => (await fixture.call(name)).answer;

describe('published versions', () => {
  it('are made only when code or configuration changed', async () => {
    expect(await deploy('old')).toBe('1');
    expect(await deploy('old')).toBe('1');
    expect(await deploy('new')).toBe('2');
    expect(await deploy('new', { Environment: { Variables: { STAGE: 'prod' } } })).toBe('3');
  });

  it('run side by side, each with its own code, variables and environments', async () => {
    await deploy('old', { Environment: { Variables: { STAGE: 'a' } } });
    await deploy('new', { Environment: { Variables: { STAGE: 'b' } } });
    const old = { text: 'old', stage: 'a', version: '1' };
    expect(await answerOf('app-Echo:1')).toEqual({ ...old, count: 1 });
    expect(await answerOf('app-Echo:2')).toMatchObject({ text: 'new', stage: 'b', version: '2', count: 1 });
    expect(await answerOf('app-Echo:1')).toEqual({ ...old, count: 2 });
    expect(await answerOf('app-Echo')).toMatchObject({ text: 'new', version: '$LATEST' });
    await expect(answerOf('app-Echo:3')).rejects.toThrow('Function not found');
  });

  it('keep their environments when the code of $LATEST changes', async () => {
    await deploy('old');
    await answerOf('app-Echo:1');
    await fixture.define('Echo', answering('newer'));
    expect(await answerOf('app-Echo:1')).toMatchObject({ text: 'old', count: 2 });
  });

  it('and aliases survive a restart', async () => {
    await deploy('old');
    await deploy('new');
    fixture.lambda.aliases.put('app-Echo', 'live', { version: '1', weights: { 2: 0 } });
    await fixture.stop(true);
    fixture = lambdaFixture({}, fixture.folder);
    expect(await deploy('new')).toBe('2');
    expect(fixture.lambda.aliases.find('app-Echo', 'live')).toMatchObject({
      version: '1',
      weights: { 2: 0 },
    });
    expect(await answerOf('app-Echo:live')).toMatchObject({ text: 'old', version: '1' });
  });
});

describe('an alias', () => {
  it('moves to the version that the template names', async () => {
    await deploy('old');
    expect(await answerOf('app-Echo:live')).toMatchObject({ text: 'old' });
    await deploy('new');
    expect(await answerOf('app-Echo:live')).toMatchObject({ text: 'new' });
  });

  it('shares its calls as its weights say', async () => {
    await deploy('old');
    await deploy('new');
    fixture.lambda.aliases.put('app-Echo', 'live', { version: '1', weights: { 2: 0.2 } });
    const answers = await Promise.all(Array.from({ length: 60 }, () => answerOf('app-Echo:live')));
    const fresh = answers.filter((answer) => (answer as { text: string }).text === 'new').length;
    // 0.2 of 60 is 12; outside of these is less likely than one in ten million.
    expect(fresh).toBeGreaterThan(0);
    expect(fresh).toBeLessThan(32);
  });

  it('waits for its release where releases are held', async () => {
    await deploy('old');
    await fixture.stop(true);
    fixture = lambdaFixture({ holdReleases: true }, fixture.folder);
    await deploy('new');
    expect(fixture.lambda.pendingReleases()).toEqual([
      { functionName: 'app-Echo', aliasName: 'live', from: '1', to: '2' },
    ]);
    expect(await answerOf('app-Echo:live')).toMatchObject({ text: 'old' });
  });

  it('tells by which name and version each invocation came', async () => {
    await deploy('old');
    await answerOf('app-Echo:live');
    const Resource = 'app-Echo:live';
    expect(fixture.measured.filter(({ name }) => name === 'Errors')).toEqual([
      { name: 'Errors', value: 0, dimensions: {} },
      { name: 'Errors', value: 0, dimensions: { FunctionName: 'app-Echo' } },
      { name: 'Errors', value: 0, dimensions: { FunctionName: 'app-Echo', Resource } },
      { name: 'Errors', value: 0, dimensions: { FunctionName: 'app-Echo', Resource, ExecutedVersion: '1' } },
    ]);
  });
});

describe('a reload', () => {
  async function reloaded(text: string): Promise<void> {
    writeFileSync(join(fixture.folder, 'code', 'Echo', 'index.js'), answering(text));
    fixture.lambda.reload('Echo');
  }
  const copies = (): number => readdirSync(join(fixture.folder, 'lambda', 'code')).length;

  it('reaches $LATEST and the alias', async () => {
    await deploy('old');
    expect(await answerOf('app-Echo:live')).toMatchObject({ text: 'old', version: '1' });
    await reloaded('brand new');
    expect(await answerOf('app-Echo')).toMatchObject({ text: 'brand new', version: '$LATEST' });
    expect(await answerOf('app-Echo:live')).toMatchObject({ text: 'brand new', version: '2' });
    expect(await answerOf('app-Echo:1')).toMatchObject({ text: 'old' });
  });

  it('lets a call that is under way finish with the code it began with', async () => {
    const slow = `exports.handler = async () => { await new Promise((go) => setTimeout(go, 300)); return require('./other.js').text; };`;
    await deploy('unused');
    writeFileSync(join(fixture.folder, 'code', 'Echo', 'other.js'), 'exports.text = "first";');
    writeFileSync(join(fixture.folder, 'code', 'Echo', 'index.js'), slow);
    fixture.lambda.reload('Echo');
    const underWay = fixture.call('app-Echo:live');
    await eventually(() => fixture.lines('Echo').length > 0);
    writeFileSync(join(fixture.folder, 'code', 'Echo', 'other.js'), 'exports.text = "second";');
    fixture.lambda.reload('Echo');
    expect((await underWay).answer).toBe('first');
    expect(await answerOf('app-Echo:live')).toBe('second');
  });

  it('leaves no more than the last two of its versions behind', async () => {
    await deploy('old');
    for (const text of ['a', 'b', 'c', 'd', 'e']) {
      await reloaded(text);
      expect(await answerOf('app-Echo:live')).toMatchObject({ text });
    }
    expect(copies()).toBe(3);
    await expect(answerOf('app-Echo:3')).rejects.toThrow('Function not found');
    expect(await answerOf('app-Echo:1')).toMatchObject({ text: 'old' });
  });

  it('publishes nothing when nothing changed, and leaves an alias alone that a release moves', async () => {
    await deploy('old');
    fixture.lambda.reload('Echo');
    expect(fixture.lambda.aliases.find('app-Echo', 'live')).toMatchObject({ version: '1' });
    await deploy('new');
    fixture.lambda.aliases.put('app-Echo', 'live', { version: '1', weights: { 2: 0 } });
    await reloaded('newer');
    expect(await answerOf('app-Echo:live')).toMatchObject({ text: 'old' });
  });

  it('is what the next start finds', async () => {
    await deploy('old');
    await reloaded('brand new');
    await fixture.stop(true);
    fixture = lambdaFixture({}, fixture.folder);
    expect(await deploy('brand new')).toBe('2');
    expect(await answerOf('app-Echo:live')).toMatchObject({ text: 'brand new' });
  });
});
