import type { Fact, WorkName } from '../core/observe.ts';
import type { NumberedFact } from '../facts/fact-ring.ts';
import { storyOf } from './story.ts';
import type { StorySources } from './story-row.ts';

const placeOf = (name: string) => ({ lane: 'Shop', what: name });
const empty: StorySources = { lines: [], lives: [], facts: [], mails: [], archived: [], placeOf };
type Untimed<One> = One extends Fact ? Omit<One, 'work' | 'target'> : never;
const told = (work: WorkName, facts: Untimed<Fact>[]): NumberedFact[] =>
  facts.map((fact, index) => ({ n: index + 1, fact: { work, target: 'fn', ...fact } as Fact }));
const invocation: WorkName = { kind: 'invocation', id: 'i' };
const line = { requestId: 'i', functionName: 'fn' };
const report = (at: number, initMs?: number) =>
  ({ ...line, at, text: '', platform: { is: 'report', durationMs: 20, initMs, failed: false } }) as const;

describe('storyOf', () => {
  it('tells a call that somebody waited for by its logs', () => {
    const lines = [{ ...line, at: 150, text: 'Answered' }, report(160, 100)];
    const [row] = storyOf('t', { ...empty, lines }).rows;
    expect(row).toMatchObject({ kind: 'invocation', lane: 'Shop', what: 'fn', at: 40, ends: [] });
    expect(row?.segments).toEqual([
      { is: 'cold', from: 40, to: 140 },
      { is: 'ran', from: 140, to: 160 },
    ]);
    expect(row?.lines).toEqual([{ at: 150, text: 'Answered' }]);
  });

  it('tells what a call wrote before what came of it, and nothing that others wrote', () => {
    const wrote = { fact: 'wrote', at: 145, target: 'table', operation: 'PutItem' } as const;
    const facts: NumberedFact[] = [
      { n: 1, fact: { ...wrote, work: invocation } },
      { n: 2, fact: { ...wrote, work: { kind: 'invocation', id: 'other' } } },
      {
        n: 3,
        fact: { fact: 'began', at: 146, attempt: 1, work: { kind: 'batch', id: 'b' }, target: 'relay' },
      },
    ];
    const relayed = { at: 146, requestId: 'b', functionName: 'relay', text: 'Relayed' };
    const { rows } = storyOf('t', { ...empty, facts, lines: [report(160), relayed] });
    expect(rows.map(({ kind, what, at }) => [kind, what, at])).toEqual([
      ['invocation', 'fn', 140],
      ['write', 'PutItem → table', 145],
      ['invocation', 'relay', 146],
    ]);
  });

  it('puts waits, cold starts and retries of one invocation behind one another', () => {
    const error = { code: 'TypeError', message: 'no' };
    const facts = told(invocation, [
      { fact: 'accepted', at: 100 },
      { fact: 'began', at: 110, attempt: 1 },
      { fact: 'failed', at: 200, attempt: 1, error },
      { fact: 'waits', at: 200, attempt: 2, until: 300 },
      { fact: 'began', at: 310, attempt: 2 },
      { fact: 'ended', at: 330, attempt: 2 },
    ]);
    const lives = [{ id: 'e', at: 99, busArn: 'bus', text: '{"detail-type":"Paid"}', targets: [] }];
    const target = { targetArn: 'fn', ruleArns: [], facts };
    const withLogs = { ...empty, facts, lines: [report(200, 50), report(330)] };
    const { rows } = storyOf('t', {
      ...withLogs,
      lives: [{ ...(lives[0] as (typeof lives)[0]), targets: [target] }],
    });
    expect(rows.map(({ kind, what, at }) => [kind, what, at])).toEqual([
      ['event', 'Paid', 99],
      ['invocation', 'fn', 100],
    ]);
    expect(rows[1]?.segments).toEqual([
      { is: 'waited', from: 100, to: 110 },
      { is: 'cold', from: 110, to: 160 },
      { is: 'broken', from: 160, to: 200 },
      { is: 'waited', from: 200, to: 310 },
      { is: 'ran', from: 310, to: 330 },
    ]);
    expect(rows.map(({ ends }) => ends)).toEqual([[{ is: 'done' }], [{ is: 'done' }]]);
  });

  it('tells how long it waits still, and what has never written a line', () => {
    const facts = told(invocation, [
      { fact: 'accepted', at: 100 },
      { fact: 'began', at: 100, attempt: 1 },
      { fact: 'failed', at: 120, attempt: 1, error: { code: 'Runtime.ExitError', message: 'gone' } },
      { fact: 'waits', at: 120, attempt: 2, until: 900 },
    ]);
    const target = { targetArn: 'fn', ruleArns: [], facts };
    const lives = [{ id: 'e', at: 99, busArn: 'bus', text: '{"detail-type":"Paid"}', targets: [target] }];
    const { rows } = storyOf('t', { ...empty, facts, lives });
    expect(rows[1]?.segments).toEqual([
      { is: 'broken', from: 100, to: 120 },
      { is: 'waited', from: 120, to: 900 },
    ]);
    expect(rows[1]?.ends).toEqual([{ is: 'waits', until: 900, error: 'Runtime.ExitError: gone' }]);
  });

  it('begins with the page that asked, where one did', () => {
    const request = { at: 160, requestId: 'r', functionName: undefined };
    const text = '{"routeKey":"POST /orders","status":"201","responseLatency":60}';
    const asked = { fact: 'asked', at: 100, answeredAt: 160, call: 'POST /orders', page: '/basket' } as const;
    const [first] = told({ kind: 'request', id: 'r' }, [asked]);
    const lines = [{ ...request, text }];
    const { rows } = storyOf('t', { ...empty, lines, facts: first ? [first] : [] });
    expect(rows.map(({ lane, what }) => [lane, what])).toEqual([
      ['browser', '/basket: POST /orders'],
      ['API', 'POST /orders → 201'],
    ]);
    expect(storyOf('t', { ...empty, lines }).rows.map(({ lane }) => lane)).toEqual(['API']);
  });

  it('counts the time in a queue for the batch that takes the message', () => {
    const message: WorkName = { kind: 'message', id: 'm' };
    const facts = [
      { n: 1, fact: { fact: 'accepted', at: 100, work: message, target: 'queue' } as Fact },
      ...told({ kind: 'batch', id: 'i' }, [
        { fact: 'began', at: 180, attempt: 1, of: [message] },
        { fact: 'ended', at: 190, attempt: 1 },
      ]),
    ];
    const { rows } = storyOf('t', { ...empty, facts, lines: [{ ...line, at: 185, text: 'Received' }] });
    const segments = [
      { is: 'waited', from: 100, to: 180 },
      { is: 'ran', from: 180, to: 190 },
    ];
    expect(rows).toMatchObject([
      { lane: 'queues', what: 'message in queue', at: 100, segments },
      { lane: 'Shop', what: 'fn', at: 100, segments },
    ]);
  });

  it('leads from a write by the record in its stream to the relay that gets it, also when that has never written a line', () => {
    const record: WorkName = { kind: 'record', id: 'r' };
    const other: WorkName = { kind: 'record', id: 'of another story' };
    const read = { fact: 'accepted', at: 152, target: 'table/stream/1' } as const;
    const content = '{"eventName":"INSERT","dynamodb":{"NewImage":{"id":{"S":"t"}}}}';
    const batch = (id: string): WorkName => ({ kind: 'batch', id });
    const error = { code: 'TypeError', message: 'no' };
    const facts: NumberedFact[] = [
      { fact: 'wrote', at: 145, target: 'table', operation: 'TransactWriteItems', work: invocation } as const,
      { ...read, work: record, content },
      { ...read, work: other, content: content.replace('"t"', '"u"') },
      {
        fact: 'began',
        at: 155,
        attempt: 1,
        of: [record, other],
        work: batch('b1'),
        target: 'relay',
      } as const,
      { fact: 'failed', at: 160, attempt: 1, error, work: batch('b1'), target: 'relay' } as const,
      { fact: 'began', at: 170, attempt: 2, of: [record], work: batch('b2'), target: 'relay' } as const,
      { fact: 'ended', at: 175, attempt: 2, work: batch('b2'), target: 'relay' } as const,
      { fact: 'began', at: 176, attempt: 1, of: [other], work: batch('b3'), target: 'relay' } as const,
    ].map((fact, index) => ({ n: index + 1, fact }));
    const { rows } = storyOf('t', { ...empty, facts, lines: [report(160)] });
    expect(rows.map(({ kind, what, at }) => [kind, what, at])).toEqual([
      ['invocation', 'fn', 140],
      ['write', 'TransactWriteItems → table', 145],
      ['record', 'INSERT in the stream of table', 152],
      ['invocation', 'relay', 152],
      ['invocation', 'relay', 152],
    ]);
    expect(rows[2]).toMatchObject({
      segments: [{ is: 'waited', from: 145, to: 152 }],
      ends: [{ is: 'done' }],
      lines: [{ at: 152, text: content }],
    });
    expect(rows[2]?.facts.map(({ fact }) => fact.fact)).toEqual([
      ...['accepted', 'began', 'failed', 'began', 'ended'],
    ]);
    expect(rows[3]?.segments.map(({ is }) => is)).toEqual(['waited', 'broken']);
  });

  it('has mails, requests and events of an earlier run in it', () => {
    const { rows } = storyOf('t', {
      ...empty,
      lines: [
        {
          at: 5,
          requestId: 'api',
          functionName: undefined,
          text: '{"routeKey":"GET /bills","status":"200","responseLatency":"2"}',
        },
      ],
      mails: [{ id: 'mail', subject: 'Paid', sentAt: new Date(9).toISOString() }],
      archived: [{ id: 'e', at: 7, text: '{"detail-type":"Paid"}' }],
    });
    expect(rows[0]).toMatchObject({ what: 'GET /bills → 200', segments: [{ is: 'ran', from: 3, to: 5 }] });
    expect(rows.map(({ kind, lane, at }) => [kind, lane, at])).toEqual([
      ['request', 'API', 3],
      ['event', 'bus', 7],
      ['mail', 'mail', 9],
    ]);
  });
});
