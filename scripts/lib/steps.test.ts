import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '@shutterbus/testing/eventually';
import { runTogether, type Step } from './steps.ts';

describe('runTogether', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'steps-'));
  const at = (name: string): string => path.join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true }));

  function step(name: string, code: string): Step {
    writeFileSync(at(`${name}.mjs`), code);
    return { name, what: `what ${name} checks`, command: [at(`${name}.mjs`)] };
  }

  async function together(...steps: Step[]): Promise<{ failed: string | undefined; said: string }> {
    let said = '';
    const failed = await runTogether(steps, (words) => (said += words));
    return { failed, said: said.replaceAll(/\d+\.\d s/g, '… s') };
  }

  /** Waits until a file is there. */
  const until = (name: string): string => `
    import { existsSync, writeFileSync } from 'node:fs';
    while (!existsSync('${at(name)}')) await new Promise((resolve) => setTimeout(resolve, 5));`;

  it('lets none wait for another, and prints what each said in one piece', async () => {
    const first = step('first', `console.log('one'); ${until('second-is-done')} console.log('two');`);
    const second = step(
      'second',
      `import { writeFileSync } from 'node:fs'; console.error('three'); writeFileSync('${at('second-is-done')}', '');`,
    );
    const { failed, said } = await together(first, second);
    expect(said).toBe(
      '\n▸ first — what first checks\none\ntwo\n✓ first (… s)\n\n▸ second — what second checks\nthree\n✓ second (… s)\n',
    );
    expect(failed).toBeUndefined();
  });

  it('ends the others when one fails, whose words come last', async () => {
    const first = step(
      'endless',
      `process.on('SIGTERM', () => { writeFileSync('${at('was-ended')}', ''); process.exit(1); });
       writeFileSync('${at('listens')}', '');
       ${until('never')}`,
    );
    const { failed, said } = await together(
      first,
      step('failing', `${until('listens')} console.log('what is wrong'); process.exitCode = 3;`),
    );
    expect(failed).toBe('failing');
    expect(said).toBe(
      '\n▸ endless — what endless checks\n\n▸ failing — what failing checks\nwhat is wrong\n✗ failing failed after … s.\n',
    );
    await eventually(() => existsSync(at('was-ended')));
  });

  it('takes a tool that was killed for one that failed', async () => {
    const { failed } = await together(
      step('killed', `process.kill(process.pid, 'SIGKILL');`),
      step('fine', ''),
    );
    expect(failed).toBe('killed');
  });
});
