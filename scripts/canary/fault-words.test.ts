import { faultWords } from './fault-words.ts';

describe('faultWords', () => {
  const failed = (function_name: string, message: string) => ({
    ...{ level: 'ERROR', message: 'Request failed', function_name },
    error: { name: 'TimeoutError', message },
  });
  const reported = (status: string) => ({
    type: 'platform.report',
    record: { requestId: '1', status, ...(status === 'timeout' && { errorType: 'Sandbox.Timedout' }) },
  });

  async function* written(isWanted: (line: string) => boolean) {
    const lines: [time: number, line: object][] = [
      [1000, failed('canary-Media-GetPhoto', 'of the time before')],
      [2000, failed('canary-Media-ListMine', 'socket hang up\n  at line 1')],
      [2001, failed('canary-Media-GetPhoto', 'no answer')],
      [2002, failed('canary-Media-GetPhoto', 'no answer')],
      [2003, reported('timeout')],
      [2004, reported('success')],
      [2004, reported('error')],
      [2005, { level: 'INFO', message: 'ERROR is a word as others' }],
    ];
    for (const [time, line] of lines) {
      const message = JSON.stringify(line);
      if (isWanted(message))
        yield { time, stream: '2026/11/28/canary-Media-AddComment[2]ab12', group: 'g', message };
    }
  }

  it('counts what functions wrote of their failures, and what Lambda wrote of those that it ended', async () => {
    expect(await faultWords(written, 2000)).toEqual([
      '2 × canary-Media-GetPhoto: Request failed — TimeoutError: no answer',
      '1 × canary-Media-ListMine: Request failed — TimeoutError: socket hang up',
      '1 × canary-Media-AddComment: ended by Lambda, timeout Sandbox.Timedout',
    ]);
  });
});
