import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';
import { someone } from '../../../test/someone.ts';
import { makeChildMemory } from './child-memory.ts';
import type { PooledEnvironment } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';

const functionOf = (name: string, memoryMb = 1769): LambdaFunction => ({ name, memoryMb }) as LambdaFunction;
const environment = (
  fn: LambdaFunction,
  { kind = 'child', works = true }: { kind?: 'child' | 'thread'; works?: boolean } = {},
): PooledEnvironment =>
  ({ target: { fn }, host: { kind }, invocation: works ? {} : undefined }) as PooledEnvironment;

describe('makeChildMemory', () => {
  const photos = functionOf('Photos');
  const small = functionOf('Small', 20);

  it('lets a function have its first child and those that rest, whatever others hold', () => {
    const memory = makeChildMemory({ childrenMb: 10 }, () => [environment(small)]);
    expect(memory.hasRoom(photos)).toBe(true);
    const resting = makeChildMemory({ childrenMb: 10 }, () => [
      environment(photos),
      environment(photos, { works: false }),
    ]);
    expect(resting.hasRoom(photos)).toBe(true);
  });

  it('expects of a function that has not run as much as its MemorySize lets it have, and no more than most need', () => {
    const living = [environment(small), environment(small)];
    const memory = makeChildMemory({ childrenMb: 120 }, () => living);
    expect(memory.hasRoom(small)).toBe(true);
    living.push(environment(small, { kind: 'thread' }));
    expect(memory.hasRoom(small)).toBe(true);
    living.push(environment(small));
    expect(memory.hasRoom(small)).toBe(false);
    expect(makeChildMemory({ childrenMb: 180 }, () => [environment(photos)]).hasRoom(photos)).toBe(true);
  });

  it('expects of a further child the most that those have come to which live, or what the last one had', () => {
    const [first, second, third] = [environment(photos), environment(photos), environment(photos)];
    let living = [first, second];
    const memory = makeChildMemory({ childrenMb: 180 }, () => living);
    expect(memory.hasRoom(photos)).toBe(false);
    memory.learn(first, 60 * 2 ** 20);
    memory.learn(second, 20 * 2 ** 20);
    expect(memory.hasRoom(photos)).toBe(false);
    memory.learn(first, 40 * 2 ** 20);
    expect(memory.hasRoom(photos)).toBe(true);
    living = [third];
    memory.learn(second, 80 * 2 ** 20);
    expect(memory.hasRoom(photos)).toBe(false);
  });
});

describe('what this machine has memory for', () => {
  let fixture: ReturnType<typeof lambdaFixture>;
  let go: string;
  afterEach(() => fixture.stop());

  /** A function in a child, which computes for a moment and then waits for a file. */
  async function begin(childrenMb: number): Promise<void> {
    fixture = lambdaFixture({ backgroundConcurrency: 12, childrenMb });
    fixture.lambda.start();
    go = join(fixture.folder, 'go');
    const code = `import { existsSync } from 'node:fs';
      export const handler = async () => {
        const until = Date.now() + 100;
        while (Date.now() < until);
        while (!existsSync(${JSON.stringify(go)})) await new Promise((on) => setTimeout(on, 20));
      };`;
    await fixture.define('Photos', { 'index.mjs': code }, { MemorySize: 128, Timeout: 60 });
  }

  async function events(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await fixture.lambda.invoker.invokeAsync(someone, 'Photos', '{}');
  }

  /** After each line of the function's log that says so, how many were under way. */
  function underWay(): number[] {
    let now = 0;
    return fixture.lines('Photos').flatMap((line) => {
      if (!/^(START|END)/.test(line)) return [];
      return [line.startsWith('START') ? ++now : --now];
    });
  }

  it('starts no further child by events, however many processors there are, and each event is done', async () => {
    await begin(20);
    await events(4);
    await eventually(() => underWay().at(-1) === 1);
    // Who waits for the answer gets one.
    const answered = fixture.call('Photos');
    await eventually(() => underWay().at(-1) === 2);
    writeFileSync(go, '');
    await answered;
    await eventually(() => underWay().length === 10);
    expect(Math.max(...underWay())).toBe(2);
  });

  it('goes by what the function has needed', async () => {
    await begin(120);
    writeFileSync(go, '');
    await events(1);
    await eventually(() => underWay().at(-1) === 0);
    rmSync(go);
    await events(2);
    await eventually(() => underWay().at(-1) === 2);
    writeFileSync(go, '');
    await eventually(() => underWay().at(-1) === 0);
  });
});
