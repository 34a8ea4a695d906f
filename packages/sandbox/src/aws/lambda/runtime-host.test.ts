import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';
import { someone } from '../../../test/someone.ts';
import { missingRuntime } from './runtime-program.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture();
  fixture.lambda.start();
});
afterEach(() => fixture.stop());

/** Skipped where this machine has no python3 on its PATH. */
const withPython = missingRuntime('python3.13') === undefined ? describe : describe.skip;

withPython('a Python function', () => {
  const python = (code: string, given: Record<string, unknown> = {}): Promise<string> =>
    fixture.define(
      'Snake',
      { 'app.py': code },
      {
        Runtime: 'python3.13',
        Handler: 'app.handler',
        Timeout: 20,
        ...given,
      },
    );

  it('keeps its environment, finds its variables and libraries, and leaves nothing in its folder', async () => {
    await fixture.define(
      'Snake',
      {
        'src/app.py': `import os, sys, helper
count = 0
def handler(event, context):
    global count
    count += 1
    return [helper.twice(event["n"]), count, os.environ["MARK"], os.environ.get("HOME"), os.environ["AWS_ACCESS_KEY_ID"][:4]]`,
        'helper.py': 'def twice(n):\n    return 2 * n',
      },
      { Runtime: 'python3.13', Handler: 'src/app.handler', Environment: { Variables: { MARK: 'snake' } } },
    );
    expect((await fixture.call('Snake', { n: 4 })).answer).toEqual([8, 1, 'snake', null, 'ASIA']);
    expect((await fixture.call('Snake', { n: 5 })).answer).toEqual([10, 2, 'snake', null, 'ASIA']);
    expect(readdirSync(join(fixture.folder, 'code', 'Snake', 'src'))).toEqual(['app.py']);
  });

  it('gets a whole context', async () => {
    await python(`def handler(event, context):
    return { **{ k: v for k, v in vars(context).items() if isinstance(v, str) }, "left": context.get_remaining_time_in_millis() }`);
    const { answer } = await fixture.call('Snake');
    expect(answer).toEqual({
      aws_request_id: expect.stringMatching(/^[\w-]{36}$/),
      invoked_function_arn: 'arn:aws:lambda:eu-central-1:123456789012:function:app-Snake',
      function_name: 'app-Snake',
      function_version: '$LATEST',
      memory_limit_in_mb: '128',
      log_group_name: '/aws/lambda/app-Snake',
      log_stream_name: expect.stringMatching(/\[\$LATEST\]\w{32}$/),
      left: expect.any(Number),
    });
    expect(Reflect.get(Object(answer), 'left')).toBeGreaterThan(10_000);
  });

  it('logs what it prints and what it logs between the lines of Lambda, with what it weighs', async () => {
    await python(`import logging
def handler(event, context):
    print("printed")
    logging.getLogger().warning("logged\\ntwice")`);
    expect(await fixture.call('Snake')).toEqual({ answer: null, failed: false });
    expect(fixture.lines('Snake')).toEqual([
      expect.stringMatching(/^START RequestId: /),
      'printed',
      expect.stringMatching(/^\[WARNING\]\t[\d-]+T[\d:.]+Z\t[\w-]{36}\tlogged\rtwice$/),
      expect.stringMatching(/^END RequestId: /),
      expect.stringMatching(/^REPORT .*Max Memory Used: [1-9]\d* MB\tInit Duration: /),
    ]);
  });

  it('fails with what the handler raises, and goes on', async () => {
    await python(`class Broken(Exception): pass
def handler(event, context):
    if event: raise Broken("no " + event)
    return "fine"`);
    expect(await fixture.call('Snake', 'luck')).toEqual({
      failed: true,
      answer: {
        errorType: 'Broken',
        errorMessage: 'no luck',
        requestId: expect.stringMatching(/^[\w-]{36}$/),
        stackTrace: [expect.stringContaining('app.py", line 3, in handler')],
      },
    });
    expect(fixture.lines('Snake')).toContainEqual(
      expect.stringMatching(/^\[ERROR\] Broken: no luck\rTraceback .*in handler/s),
    );
    expect(await fixture.call('Snake')).toEqual({ answer: 'fine', failed: false });
  });

  it.each([
    [
      'import nowhere',
      'app.handler',
      'Runtime.ImportModuleError',
      /^Unable to import module 'app': No module/,
    ],
    ['def handler(', 'app.handler', 'Runtime.UserCodeSyntaxError', /^Syntax error in module 'app'/],
    ['', 'app.handler', 'Runtime.HandlerNotFound', /^Handler 'handler' missing on module 'app'$/],
    ['', 'handler', 'Runtime.MalformedHandlerName', /^Bad handler 'handler'/],
    ['raise KeyError("x")', 'app.handler', 'KeyError', /^'x'$/],
    [
      'def handler(e, c): return {1, 2}',
      'app.handler',
      'Runtime.MarshalError',
      /set is not JSON serializable$/,
    ],
  ])('says in Lambda’s words why it cannot: %s as %s', async (code, Handler, errorType, errorMessage) => {
    await python(code, { Handler });
    expect(await fixture.call('Snake')).toMatchObject({
      failed: true,
      answer: { errorType, errorMessage: expect.stringMatching(errorMessage) },
    });
  });

  it('ends with its MemorySize or by itself, and the next call gets a new one', async () => {
    await python(`import os
count = 0
def handler(event, context):
    global count
    count += 1
    if event == "grow": return len(bytes(300_000_000).replace(b"\\0", b"1"))
    if event == "exit": os._exit(3)
    return count`);
    expect((await fixture.call('Snake')).answer).toBe(1);
    const grown = await fixture.call('Snake', 'grow');
    expect(grown).toMatchObject({ failed: true, answer: { errorType: 'Runtime.OutOfMemory' } });
    const left = await fixture.call('Snake', 'exit');
    expect(left).toMatchObject({
      failed: true,
      answer: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/exit status 3$/) },
    });
    expect((await fixture.call('Snake')).answer).toBe(1);
  });

  it('ends with its Timeout, in a loop, too', async () => {
    const code = `def handler(event, context):
    while event: pass`;
    await python(code, { Timeout: 2 });
    const loop = await fixture.call('Snake', 'loop');
    expect(loop).toMatchObject({ failed: true, answer: { errorType: 'Sandbox.Timedout' } });
    expect(await fixture.call('Snake', '')).toEqual({ failed: false, answer: null });
  });

  it('may stand in the template, and takes events as every function does', async () => {
    await fixture.apply('AWS::Lambda::Function', 'Inline', {
      Code: { ZipFile: 'def handler(event, context): print("got", event["n"])' },
      Handler: 'index.handler',
      Runtime: 'python3.13',
      Role: 'arn:aws:iam::123456789012:role/Inline',
    });
    await fixture.lambda.invoker.invokeAsync(someone, 'app-Inline', '{"n":7}');
    await eventually(() => fixture.lines('Inline').includes('got 7'));
  });
});

describe('missingRuntime', () => {
  it('says that there is no Python where none is on the PATH, before anything is made', () => {
    const path = process.env.PATH;
    try {
      process.env.PATH = '/nowhere';
      expect(missingRuntime('python3.14')).toBe(
        'is python3.14, and there is no python3 on this machine’s PATH',
      );
    } finally {
      process.env.PATH = path;
    }
    expect(missingRuntime('nodejs24.x')).toBeUndefined();
    expect(missingRuntime('dotnet8')).toMatch(/^is dotnet8, and the sandbox runs Node\.js, Python and/);
  });
});

describe('a function that brings its runtime', () => {
  async function bring(bootstrap: string): Promise<void> {
    await fixture.define(
      'Own',
      { bootstrap },
      { Runtime: 'provided.al2023', Handler: 'any.thing', Timeout: 20 },
    );
    chmodSync(join(fixture.folder, 'code', 'Own', 'bootstrap'), 0o755);
  }
  /** A runtime in as few words as it takes. */
  const runtime = (answer: string): string => `#!${process.execPath}
const api = \`http://\${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime\`;
const post = async (path, body, headers = {}) => {
  const said = await fetch(api + path, { method: 'POST', body, headers });
  return said.status + ' ' + (JSON.parse(await said.text()).errorType ?? 'OK');
};
(async () => {
  for (;;) {
    const next = await fetch(api + '/invocation/next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const event = await next.json();
    ${answer}
  }
})();`;

  it('answers by the Runtime API, with what that tells of an invocation', async () => {
    await bring(
      runtime(`await post('/invocation/' + id + '/response', JSON.stringify([event, process.env._HANDLER, process.env.AWS_EXECUTION_ENV ?? null,
        next.headers.get('lambda-runtime-invoked-function-arn'), Number(next.headers.get('lambda-runtime-deadline-ms')) - Date.now() > 10_000,
        next.headers.get('lambda-runtime-trace-id').slice(0, 5)]));`),
    );
    const { answer } = await fixture.call('Own', { n: 1 });
    const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:app-Own';
    expect(answer).toEqual([{ n: 1 }, 'any.thing', null, arn, true, 'Root=']);
  });

  it('is told what it does wrong, and its errors are the function’s', async () => {
    await bring(
      runtime(`console.log(await post('/invocation/other/response', '1'));
        console.log(await post('/invocation/' + id + '/error', 'oops', { 'lambda-runtime-function-error-type': 'Own.Error' }));
        console.log(await post('/invocation/' + id + '/response', '2'));
        console.log(await post('/elsewhere', ''));`),
    );
    const answer = { errorType: 'Own.Error', errorMessage: 'oops' };
    expect(await fixture.call('Own')).toEqual({ failed: true, answer });
    const said = ['400 InvalidRequestID', '202 OK', '400 InvalidRequestID', '404 NotFound'];
    await eventually(() => said.every((line) => fixture.lines('Own').includes(line)));
  });

  it('gives no more than Lambda lets it, and a text as a text', async () => {
    await bring(
      runtime(`await post('/invocation/' + id + '/response', event === 'much' ? 'x'.repeat(7e6) : 'plain');`),
    );
    expect((await fixture.call('Own')).answer).toBe('plain');
    expect(await fixture.call('Own', 'much')).toMatchObject({
      failed: true,
      answer: { errorType: 'Function.ResponseSizeTooLarge' },
    });
  });

  it('fails by name when it has no program that could be started', async () => {
    mkdirSync(join(fixture.folder, 'code', 'Own'), { recursive: true });
    writeFileSync(join(fixture.folder, 'code', 'Own', 'readme.txt'), '');
    await fixture.define('Own', {}, { Runtime: 'provided.al2023', Handler: 'any.thing' });
    expect(await fixture.call('Own')).toMatchObject({
      failed: true,
      answer: { errorType: 'Runtime.InvalidEntrypoint', errorMessage: expect.stringContaining('bootstrap') },
    });
    expect(existsSync(join(fixture.folder, 'code', 'Own', 'bootstrap'))).toBe(false);
  });

  it('is refused a debugger', async () => {
    await fixture.stop();
    fixture = lambdaFixture({ inspect: ['Own'] });
    await bring('');
    expect(() => fixture.lambda.start()).toThrow(
      '--inspect names Own, which runs on provided.al2023; only functions of Node.js can be debugged here.',
    );
  });

  it('ends with the sandbox, whatever it does', async () => {
    await bring(
      runtime(
        `console.log('pid', process.pid); await post('/invocation/' + id + '/response', String(process.pid)); for (;;);`,
      ),
    );
    const { answer: pid } = await fixture.call('Own');
    await fixture.stop(true);
    await eventually(() => {
      expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    });
    fixture = lambdaFixture();
  });
});
