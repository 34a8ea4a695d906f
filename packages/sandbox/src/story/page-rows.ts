import type { StoryRow, StorySources } from './story-row.ts';

/** What a page in a browser asked for, from when the call came to when it had its answer. Other clients say nothing of themselves. */
export function pageRows({ lines, facts }: Pick<StorySources, 'lines' | 'facts'>): StoryRow[] {
  const requests = new Set(
    lines.flatMap(({ functionName, requestId }) => (functionName === undefined ? [requestId] : [])),
  );
  return facts.flatMap(({ n, fact }): StoryRow[] => {
    if (fact.fact !== 'asked' || !requests.has(fact.work.id)) return [];
    const { at, answeredAt, page = 'a page', call } = fact;
    return [
      {
        ...{ kind: 'page', id: fact.work.id, at, lane: 'browser', what: `${page}: ${call}` },
        segments: answeredAt > at ? [{ is: 'waited', from: at, to: answeredAt }] : [],
        ...{ ends: [], facts: [{ n, fact }], lines: [] },
      },
    ];
  });
}
