import { consoleStage } from '../../test/console-stage.ts';
import { makeWebPort } from './web-port.ts';

const stage = consoleStage();

describe('makeWebPort', () => {
  it('leaves everything else to the distribution', async () => {
    expect(await (await fetch(`${stage.origin}/photos`)).text()).toBe('app /photos');
    expect(await (await fetch(`${stage.origin}/_sandboxed`)).text()).toBe('app /_sandboxed');
    stage.hasDistribution = false;
    const answer = await fetch(`${stage.origin}/photos`);
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining('AWS::CloudFront::Distribution'),
    ]);
  });

  it('answers 500 and reports when an stage.origin fails', async () => {
    expect((await fetch(`${stage.origin}/fails`)).status).toBe(500);
    expect(stage.lines).toEqual([expect.stringContaining('origin down')]);
  });

  it('says what to do when its port is taken', async () => {
    const second = makeWebPort(stage.dependencies);
    await expect(second.listen(Number(new URL(stage.origin).port))).rejects.toThrow(
      /Port \d+ is in use: .* --port/,
    );
  });
});
