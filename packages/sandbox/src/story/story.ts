import type { Fact, WorkName } from '../core/observe.ts';
import { type EventLife, endOf } from '../facts/event-lives.ts';
import type { NumberedFact } from '../facts/fact-ring.ts';
import { pageRows } from './page-rows.ts';
import { queueRows } from './queue-rows.ts';
import { type RecordLife, recordLives, recordRows } from './record-rows.ts';
import type { StoryLine } from './story-lines.ts';
import type { Segment, Story, StoryRow, StorySources } from './story-row.ts';

/** What happened because of one request, as far as logs and facts tell, by the time at which it began. */
export function storyOf(correlationId: string, sources: StorySources): Story {
  const { lines, lives, mails, archived } = sources;
  const records = recordLives(sources.facts, correlationId);
  const invocations = invocationRows(sources, records);
  const ids = new Set(invocations.map(({ id }) => id));
  const isOfStory = (invocationId: string): boolean => ids.has(invocationId);
  const rows = [
    ...pageRows(sources),
    ...requestRows(lines),
    ...lives.map(eventRow),
    ...archived.map((event) => ({ ...eventRow({ ...event, targets: [] }), isArchived: true })),
    ...queueRows(sources, isOfStory),
    ...invocations,
    ...writeRows(sources, ids),
    ...recordRows(records, sources, isOfStory),
    ...mails.map(({ id, subject, sentAt }): StoryRow => {
      const at = Date.parse(sentAt);
      return {
        kind: 'mail',
        id,
        at,
        lane: 'mail',
        what: subject,
        segments: [],
        ends: [],
        facts: [],
        lines: [],
      };
    }),
  ];
  const relays = new Set(records.flatMap(({ batchIds }) => [...batchIds]));
  const order = ['page', 'request', 'event', 'message', 'invocation', 'write', 'record', 'relay', 'mail'];
  const rank = ({ kind, id }: StoryRow): number => order.indexOf(relays.has(id) ? 'relay' : kind);
  rows.sort((a, b) => a.at - b.at || rank(a) - rank(b));
  return { correlationId, rows };
}

const requestRows = (lines: readonly StoryLine[]): StoryRow[] =>
  lines
    .filter(({ functionName }) => functionName === undefined)
    .map(({ at: to, requestId, text }) => {
      const { what, latencyMs } = accessOf(text);
      const at = to - latencyMs;
      const segments: Segment[] = latencyMs > 0 ? [{ is: 'ran', from: at, to }] : [];
      return {
        ...{ kind: 'request', id: requestId, at, lane: 'API', what, segments, ends: [], facts: [] },
        lines: [{ at: to, text }],
      };
    });

/** A stage writes its log in a format of its own: what is read are the names that API Gateway has for these, and usual ones. */
function accessOf(text: string): { what: string; latencyMs: number } {
  if (!text.startsWith('{')) return { what: 'answered', latencyMs: 0 };
  const line = JSON.parse(text) as Record<string, unknown>;
  const words = [line.route ?? line.routeKey, line.status].filter((word) => word !== undefined);
  const latency = Number(line.latencyMs ?? line.responseLatency ?? 0);
  return { what: words.join(' → ') || 'answered', latencyMs: Number.isNaN(latency) ? 0 : latency };
}

const eventRow = ({
  id,
  at,
  text,
  targets,
}: Pick<EventLife, 'id' | 'at' | 'text' | 'targets'>): StoryRow => ({
  ...{
    kind: 'event',
    id,
    at,
    lane: 'bus',
    what: String(JSON.parse(text)['detail-type']),
    segments: [],
    lines: [{ at, text }],
  },
  facts: targets.flatMap((target) => target.facts.filter(({ fact }) => fact.work.kind === 'delivery')),
  ends: targets.map(endOf),
});

const writeRows = ({ facts, placeOf }: StorySources, invocations: ReadonlySet<string>): StoryRow[] =>
  facts.flatMap(({ n, fact }): StoryRow[] => {
    if (fact.fact !== 'wrote' || !invocations.has(fact.work.id)) return [];
    const { lane, what } = placeOf(fact.target);
    const row = { kind: 'write', id: `${fact.work.id}-${n}`, at: fact.at, lane } as const;
    return [{ ...row, what: `${fact.operation} → ${what}`, segments: [], ends: [], facts: [], lines: [] }];
  });

function invocationRows(
  { lines, lives, facts, placeOf }: StorySources,
  records: readonly RecordLife[],
): StoryRow[] {
  const logged = Map.groupBy(
    lines.filter(({ functionName }) => functionName !== undefined),
    ({ requestId }) => requestId,
  );
  const ofLives = lives.flatMap(({ targets }) =>
    targets.flatMap((target) => target.facts.map(({ fact }) => fact.work)),
  );
  const ids = new Set([
    ...logged.keys(),
    ...ofLives.filter(isRun).map(({ id }) => id),
    ...records.flatMap(({ batchIds }) => [...batchIds]),
  ]);
  const told = Map.groupBy(
    facts.filter(({ fact }) => fact.fact !== 'wrote' && isRun(fact.work) && ids.has(fact.work.id)),
    ({ fact }) => fact.work.id,
  );
  const sent = new Map(
    facts.flatMap(({ fact }) =>
      fact.fact === 'accepted' && (fact.work.kind === 'message' || fact.work.kind === 'record')
        ? [[fact.work.id, fact]]
        : [],
    ),
  );
  return [...ids].map((id) => {
    const own = told.get(id) ?? [];
    const ownLines = logged.get(id) ?? [];
    const segments = own.length > 0 ? toldSegments(own, ownLines, sent) : loggedSegments(ownLines);
    const name = own[0]?.fact.target ?? ownLines[0]?.functionName ?? '';
    return {
      ...{ kind: 'invocation', id, ...placeOf(name), segments, facts: own },
      at: Math.min(
        ...segments.map(({ from }) => from),
        ...own.map(({ fact }) => fact.at),
        ownLines[0]?.at ?? Infinity,
      ),
      ends: own.length > 0 ? [endOf({ facts: own })] : [],
      lines: ownLines.filter(({ platform }) => platform === undefined).map(({ at, text }) => ({ at, text })),
    };
  });
}

const isRun = ({ kind }: WorkName): boolean => kind === 'invocation' || kind === 'batch';

function toldSegments(
  facts: readonly NumberedFact[],
  lines: readonly StoryLine[],
  sent: ReadonlyMap<string, Fact>,
): Segment[] {
  const segments: Segment[] = [];
  const colds = lines.flatMap(({ platform }) => (platform?.is === 'report' ? [platform.initMs ?? 0] : []));
  let waitsSince: number | undefined;
  let beganAt: number | undefined;
  for (const { fact } of facts) {
    if (fact.fact === 'accepted') waitsSince = fact.at;
    else if (fact.fact === 'began') {
      const messages = (fact.of ?? []).flatMap(({ id }) => sent.get(id)?.at ?? []);
      const since = messages.length > 0 ? Math.min(...messages) : waitsSince;
      if (since !== undefined && since < fact.at) segments.push({ is: 'waited', from: since, to: fact.at });
      beganAt = fact.at;
    } else if ((fact.fact === 'ended' || fact.fact === 'failed') && beganAt !== undefined) {
      const warmAt = Math.min(beganAt + (colds.shift() ?? 0), fact.at);
      if (warmAt > beganAt) segments.push({ is: 'cold', from: beganAt, to: warmAt });
      segments.push({ is: fact.fact === 'ended' ? 'ran' : 'broken', from: warmAt, to: fact.at });
      waitsSince = fact.at;
      beganAt = undefined;
    } else if (fact.fact === 'waits' && fact.until !== undefined && facts.at(-1)?.fact === fact)
      segments.push({ is: 'waited', from: fact.at, to: fact.until });
  }
  return segments;
}

/** Of a call that somebody waited for, which no fact tells. */
const loggedSegments = (lines: readonly StoryLine[]): Segment[] =>
  lines.flatMap(({ at, platform }): Segment[] => {
    if (platform?.is !== 'report') return [];
    const warmAt = at - platform.durationMs;
    const ran: Segment = { is: platform.failed ? 'broken' : 'ran', from: warmAt, to: at };
    return platform.initMs === undefined
      ? [ran]
      : [{ is: 'cold', from: warmAt - platform.initMs, to: warmAt }, ran];
  });
