import type { NumberedFact } from '../facts/fact-ring.ts';
import { pageRows } from './page-rows.ts';
import type { StoryLine } from './story-lines.ts';

const asked = (id: string, page?: string): NumberedFact => ({
  n: 1,
  fact: {
    ...{ fact: 'asked', work: { kind: 'request', id }, target: 'api', call: 'POST /v1/media' },
    ...{ at: 100, answeredAt: 130, page },
  },
});
const line = (requestId: string, functionName?: string): StoryLine => ({
  ...{ at: 130, requestId, functionName, text: '{}' },
});

describe('pageRows', () => {
  it('tells the page, its call, and how long it waited for the answer', () => {
    const facts = [asked('r', '/upload')];
    expect(pageRows({ facts, lines: [line('r')] })).toEqual([
      {
        ...{ kind: 'page', id: 'r', at: 100, lane: 'browser', what: '/upload: POST /v1/media' },
        ...{ segments: [{ is: 'waited', from: 100, to: 130 }], ends: [], facts, lines: [] },
      },
    ]);
  });

  it('says so where the browser keeps its page to itself', () => {
    expect(pageRows({ facts: [asked('r')], lines: [line('r')] })[0]?.what).toBe('a page: POST /v1/media');
  });

  it('has nothing of other requests, and nothing where no page asked', () => {
    const lines = [line('r'), line('f', 'fn')];
    expect(pageRows({ facts: [asked('other', '/'), asked('f', '/')], lines })).toEqual([]);
  });
});
