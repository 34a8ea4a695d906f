import type { ToldFact } from '@shutterbus/sandbox/facts/told-facts';
import { whatHappened } from './what-happened.ts';

const functionNamed = (name: string) => `arn:aws:lambda:us-east-1:0:function:app-${name}:live`;
const accepted = (id: string, type: string, correlationId: string) => ({
  ...{ fact: 'accepted', work: { kind: 'event', id }, target: 'arn:aws:events:us-east-1:0:event-bus/app' },
  content: JSON.stringify({ 'detail-type': type, detail: { metadata: { correlationId } } }),
});
const invocation = (id: string) => ({ kind: 'invocation', id });
const said = (facts: object[]) => whatHappened(facts as ToldFact[]);

describe('whatHappened', () => {
  it('tells under each correlation id what came of its events, the one with the newest word last', () => {
    const cause = { kind: 'event', id: 'one' };
    expect(
      said([
        accepted('one', 'MediaPublished', 'hers'),
        accepted('two', 'MediaDeleted', 'his'),
        { fact: 'accepted', work: invocation('a'), cause, target: functionNamed('FillHomes') },
        {
          ...{ fact: 'failed', work: invocation('a'), target: functionNamed('FillHomes') },
          error: { code: 'Error', message: 'no table' },
        },
        { fact: 'ended', work: { kind: 'delivery', id: 'one' }, cause, target: functionNamed('FillHomes') },
        { fact: 'ended', work: invocation('a'), target: functionNamed('FillHomes') },
        {
          ...{ fact: 'mailed', work: { kind: 'mail', id: 'm' }, cause: invocation('a') },
          ...{ target: 'arn:identity', recipients: ['ann@example.com'], subject: 'Snow' },
        },
      ]).split('\n'),
    ).toEqual([
      ...['his:', '  MediaDeleted on app', 'hers:', '  MediaPublished on app'],
      ...[
        '  app-FillHomes failed: Error: no table',
        '  app-FillHomes is done',
        '  a mail to ann@example.com: Snow',
      ],
    ]);
  });

  it('tells of the last of many, and of none that there was nothing', () => {
    const many = Array.from({ length: 20 }, (_, n) => accepted(`${n}`, 'MediaDeleted', `id ${n}`));
    expect(said(many)).not.toContain('id 11:');
    expect(said(many)).toContain('id 12:');
    expect(said([])).toBe('nothing');
  });
});
