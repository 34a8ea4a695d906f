import type { Fact, WorkName } from '../core/observe.ts';
import type { EventLife } from '../facts/event-lives.ts';
import { queueRows } from './queue-rows.ts';

type Untimed<One> = One extends Fact ? Omit<One, 'work' | 'target'> & { target?: string } : never;
type Told = [work: WorkName, fact: Untimed<Fact>];
const message = (id: string): WorkName => ({ kind: 'message', id });
const batch = (id: string): WorkName => ({ kind: 'batch', id });
const event: WorkName = { kind: 'event', id: 'e' };
const error = { code: 'TypeError', message: 'no' };

/** What these facts say to a story that has the event `e` and the invocation `i`. */
function rowsOf(told: Told[]) {
  const facts = told.map(([work, fact], index) => {
    const target = work.kind === 'message' ? 'jobs' : 'fn';
    return { n: index + 1, fact: { work, target, ...fact } as Fact };
  });
  const lives: EventLife[] = [{ id: 'e', at: 90, busArn: 'bus', text: '{}', targets: [] }];
  const placeOf = (name: string) => ({ lane: 'Shop', what: name });
  return queueRows({ facts, lives, placeOf }, (id) => id === 'i');
}
const began = (at: number, id: string, ...messages: string[]): Told => [
  batch(id),
  { fact: 'began', at, attempt: 1, source: 'jobs', of: messages.map(message) },
];
const ended = (at: number, id: string, givesBack?: true): Told => [
  batch(id),
  { fact: 'ended', at, attempt: 1, ...(givesBack && { givesBack }) },
];
const arrived = (at: number, id: string, cause?: WorkName): Told => [
  message(id),
  { fact: 'accepted', at, ...(cause && { cause }) },
];

describe('queueRows', () => {
  it('has a message from when it arrived until a function got it, and what that took', () => {
    const rows = rowsOf([arrived(100, 'm', event), began(120, 'b', 'm'), ended(150, 'b')]);
    expect(rows).toMatchObject([
      { kind: 'message', id: 'm', at: 100, lane: 'queues', what: 'message in jobs', ends: [{ is: 'done' }] },
    ]);
    expect(rows[0]?.segments).toEqual([
      { is: 'waited', from: 100, to: 120 },
      { is: 'ran', from: 120, to: 150 },
    ]);
    expect(rows[0]?.facts.map(({ fact }) => fact.fact)).toEqual(['accepted', 'began', 'ended']);
  });

  it('puts attempts behind one another, up to the dead letter', () => {
    const [row] = rowsOf([
      arrived(100, 'm', event),
      ...[began(110, 'b1', 'm'), [batch('b1'), { fact: 'failed', at: 115, attempt: 1, error }] as Told],
      ...[began(200, 'b2', 'm', 'other'), ended(205, 'b2', true)],
      [message('m'), { fact: 'gave-up', at: 300, attempts: 2, condition: 'attempts', dropped: false }],
      [message('m'), { fact: 'dead-lettered', at: 300, to: 'dead' }],
    ]);
    expect(row?.segments).toEqual([
      { is: 'waited', from: 100, to: 110 },
      { is: 'broken', from: 110, to: 115 },
      { is: 'waited', from: 115, to: 200 },
      { is: 'broken', from: 200, to: 205 },
      { is: 'waited', from: 205, to: 300 },
    ]);
    expect(row?.ends).toEqual([{ is: 'dead-lettered', to: 'dead', error: 'TypeError: no' }]);
  });

  it('says that a message is in the queue still, also after a batch that gave it back', () => {
    expect(rowsOf([arrived(100, 'm', event)])[0]).toMatchObject({ segments: [], ends: [{ is: 'queued' }] });
    const [row] = rowsOf([arrived(100, 'm', event), began(110, 'b', 'm'), ended(115, 'b', true)]);
    expect(row).toMatchObject({ segments: [{ is: 'waited' }, { is: 'broken' }], ends: [{ is: 'queued' }] });
  });

  it('does not guess which message of several was given back', () => {
    const two = [arrived(100, 'm', event), began(110, 'b', 'm', 'other'), ended(115, 'b', true)];
    expect(rowsOf(two)[0]?.ends).toEqual([]);
  });

  it('has what an invocation of the story sent, or got alone, and nothing of others', () => {
    const invocation: WorkName = { kind: 'invocation', id: 'i' };
    const rows = rowsOf([
      ...[arrived(100, 'sent', invocation), arrived(100, 'foreign'), arrived(101, 'alone')],
      ...[began(110, 'b', 'foreign'), began(120, 'i', 'alone')],
    ]);
    expect(rows.map(({ id }) => id)).toEqual(['sent', 'alone']);
    const [mixed] = [rowsOf([arrived(100, 'm'), arrived(100, 'n'), began(110, 'i', 'm', 'n')])];
    expect(mixed).toEqual([]);
  });
});
