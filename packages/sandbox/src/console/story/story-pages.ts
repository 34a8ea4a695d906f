import type { EventLife } from '../../facts/event-lives.ts';
import type { FactRing } from '../../facts/fact-ring.ts';
import { storyOf } from '../../story/story.ts';
import { correlationOf, type LogSearch, storyLines } from '../../story/story-lines.ts';
import type { Story } from '../../story/story-row.ts';
import { fieldAt, type Guide, textAt } from '../guide.ts';
import { clockTime } from '../parts.ts';
import { htmlPage, json, nameAfter, type Pages, seeOther } from '../replies.ts';
import { storyPage } from './story-page.ts';

export interface StoryNeeds {
  logs: LogSearch;
  /** Events in the archives whose text holds this, oldest first. */
  archived(text: string): { id: string; at: number; text: string }[];
  /** What stands for an ARN, or for a function's name. */
  places(): (name: string) => { lane: string; what: string };
  /** When the sandbox started, milliseconds since the epoch. */
  startedAt: number;
}

export interface StoryPagesNeeds extends StoryNeeds {
  facts: FactRing;
  lives(): readonly EventLife[];
  mails(): readonly { id: string; subject: string; sentAt: string; by?: string | undefined }[];
  guide: Guide;
}

export function makeStoryPages(needs: StoryPagesNeeds): Pages {
  const { facts, guide, startedAt } = needs;
  const { correlation } = guide;

  async function read(correlationId: string, field: string): Promise<Story> {
    const lines = await storyLines(needs.logs, correlationId, lastOf(field));
    const requests = new Set(lines.map(({ requestId }) => requestId));
    const lives = needs
      .lives()
      .filter(
        (life) =>
          textAt(JSON.parse(life.text), [field]) === correlationId ||
          life.targets.some((target) => target.facts.some(({ fact }) => requests.has(fact.work.id))),
      );
    const known = new Set(lives.map(({ id }) => id));
    return storyOf(correlationId, {
      ...{ lines, lives, facts: [...facts.from()], placeOf: needs.places() },
      mails: needs.mails().filter(({ by }) => by !== undefined && requests.has(by)),
      archived: needs
        .archived(JSON.stringify(correlationId))
        .filter(({ id, text }) => !known.has(id) && textAt(JSON.parse(text), [field]) === correlationId),
    });
  }

  /** What began it all is the first that was told of something. */
  function firstAbout(subject: string, field: string): string | undefined {
    const kept = needs.lives().map(({ at, text }) => ({ at, text }));
    const about = [...needs.archived(JSON.stringify(subject)), ...kept]
      .filter(({ text }) => text.includes(subject))
      .map(({ at, text }) => ({ at, event: JSON.parse(text) as unknown }))
      .filter(({ event }) => (guide.subject ?? []).some((path) => fieldAt(event, path) === subject))
      .toSorted((a, b) => a.at - b.at);
    return about.map(({ event }) => textAt(event, [field])).find((id) => id !== undefined);
  }

  function earlier({ rows }: Story): string | undefined {
    const first = rows[0]?.at;
    if (first === undefined) return undefined;
    if (first < startedAt)
      return `This sandbox started at ${clockTime(startedAt)}: what came before is told by logs and archives, which know no deliveries, waits and dead letters.`;
    const oldest = facts.from().next().value?.fact.at;
    return facts.first > 1 && oldest !== undefined && first < oldest
      ? `What happened to deliveries before ${clockTime(oldest)} is forgotten: the last 20,000 facts are kept.`
      : undefined;
  }

  return {
    async get(path, query) {
      if (correlation === undefined) return undefined;
      const request = query.get('request');
      if (path === '/_sandbox/story' && request !== null) {
        const found = await correlationOf(needs.logs, request, lastOf(correlation));
        return found === undefined ? undefined : seeOther(`/_sandbox/story/${encodeURIComponent(found)}`);
      }
      const subject = query.get('subject');
      if (path === '/_sandbox/story' && subject !== null) {
        const found = firstAbout(subject, correlation);
        return found === undefined ? undefined : seeOther(`/_sandbox/story/${encodeURIComponent(found)}`);
      }
      const asked = nameAfter('/_sandbox/story/', path);
      if (asked !== undefined) {
        const story = await read(asked, correlation);
        return htmlPage(storyPage(story, earlier(story)), story.rows.length === 0 ? 404 : 200);
      }
      const told = nameAfter('/_sandbox/v1/stories/', path);
      return told === undefined ? undefined : json({ version: 1, ...(await read(told, correlation)) });
    },
  };
}

const lastOf = (path: string): string => path.split('.').at(-1) ?? path;
