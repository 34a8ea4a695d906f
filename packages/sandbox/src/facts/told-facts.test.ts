import { consoleStage } from '../../test/console-stage.ts';

const stage = consoleStage();

describe('the addresses of facts', () => {
  it('tells what happens as it happens, with what an event carries only to those who ask, and goes on where a reader stopped', async () => {
    const reader = new AbortController();
    const answer = await fetch(`${stage.origin}/_sandbox/v1/facts`, { signal: reader.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const body = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await body?.read())?.value).toBe(': facts\nid: 0\n\n');
    const work = { kind: 'event', id: 'e1' } as const;
    const accepted = { fact: 'accepted', at: 1, work, target: 'arn:bus' } as const;
    const matched = { fact: 'matched', at: 2, work, target: 'arn:pay', ruleArn: 'arn:rule' } as const;
    stage.happen({ ...accepted, content: '{"name":"Ann"}' });
    expect((await body?.read())?.value).toBe(`id: 1\ndata: ${JSON.stringify({ n: 1, ...accepted })}\n\n`);
    reader.abort();
    stage.happen(matched);
    const list = async (query: string) =>
      (await (await fetch(`${stage.origin}/_sandbox/v1/facts.json${query}`)).json()) as object;
    expect(await list('?content')).toEqual({
      ...{ version: 1, first: 1, next: 3 },
      facts: [
        { n: 1, ...accepted, content: '{"name":"Ann"}' },
        { n: 2, ...matched },
      ],
    });
    expect(await list('?after=1')).toMatchObject({ facts: [{ n: 2, ...matched }] });
    expect(await list('?after=999')).toMatchObject({ facts: [{ n: 1 }, { n: 2 }] });
    const second = new AbortController();
    const again = await fetch(`${stage.origin}/_sandbox/v1/facts`, {
      headers: { 'last-event-id': '1' },
      signal: second.signal,
    });
    const rest = again.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.endsWith('}\n\n')) text += (await rest?.read())?.value;
    expect(text).toBe(`: facts\nid: 1\n\nid: 2\ndata: ${JSON.stringify({ n: 2, ...matched })}\n\n`);
    second.abort();
  });
});
