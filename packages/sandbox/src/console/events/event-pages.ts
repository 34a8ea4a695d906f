import type { EventsLook } from '../../aws/eventbridge/events-look.ts';
import { type EventLife, endOf, type TargetLife } from '../../facts/event-lives.ts';
import { deliveryForms } from '../changes/try-forms.ts';
import type { Guide } from '../guide.ts';
import { htmlPage, json, nameAfter, type Pages, seeOther } from '../replies.ts';
import { eventPage } from './event-page.ts';
import { eventsPage } from './events-page.ts';
import { readDraft, sendPage } from './send-page.ts';

export interface EventPagesNeeds {
  lives(): readonly EventLife[];
  /** No fact has been forgotten. */
  isWhole(): boolean;
  look: EventsLook;
  /** Puts an event on a bus. @returns its id */
  send(busName: string, event: { source: string; detailType: string; detail: unknown }): string;
  guide: Guide;
}

export function makeEventPages({ lives, isWhole, look, send, guide }: EventPagesNeeds): Pages {
  const find = (id: string | undefined) => lives().find((life) => life.id === id);
  /** As programs get it. */
  const shown = ({ id, at, busArn, text, targets }: EventLife) => ({
    ...{ id, at, busArn, event: JSON.parse(text) as unknown },
    targets: targets.map((target) => ({ ...target, end: endOf(target) })),
  });

  const formsFor = ({ id }: EventLife, { targetArn }: TargetLife) =>
    deliveryForms(id, targetArn, `/_sandbox/events/${id}`);

  return {
    get(path, query) {
      if (path === '/_sandbox/events') return htmlPage(eventsPage(lives(), guide, isWhole()));
      if (path === '/_sandbox/events/send') {
        const name = query.get('name');
        const entry = guide.catalogue?.find((one) => one.name === name);
        const draft = entry && { name: entry.name, detail: JSON.stringify(entry.sample(), null, 2) };
        return htmlPage(sendPage(guide, draft, []));
      }
      if (path === '/_sandbox/v1/events.json') return json({ version: 1, events: lives().map(shown) });
      const life = find(nameAfter('/_sandbox/events/', path));
      if (life) return htmlPage(eventPage(life, look, guide, formsFor));
      const asked = find(nameAfter('/_sandbox/v1/events/', path));
      return asked && json({ version: 1, ...shown(asked) });
    },
    post(path, form) {
      if (path !== '/_sandbox/events/send') return undefined;
      const draft = { name: form.get('name') ?? '', detail: form.get('detail') ?? '' };
      const read = readDraft(guide, draft);
      if (Array.isArray(read)) return htmlPage(sendPage(guide, draft, read), 422);
      const { source, detailType } = read.entry;
      const id = send(busFor(look, guide), { source, detailType, detail: read.detail });
      return seeOther(`/_sandbox/events/${id}`);
    },
  };
}

function busFor(look: EventsLook, guide: Guide): string {
  const names = look.buses().map(({ name }) => name);
  return names.find((name) => name === guide.bus) ?? names.find((name) => name !== 'default') ?? 'default';
}
