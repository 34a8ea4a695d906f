import * as z from 'zod';
import type { Graph } from '../../architecture/graph.ts';
import type { Interventions } from '../../changes/interventions.ts';
import { htmlPage, json, type Pages, plain, type Reply, seeOther } from '../replies.ts';
import { tryPage } from './try-page.ts';

const count = z.coerce.number().int().min(1).max(1_000).default(1);
const target = z.string().startsWith('arn:');
const change = z.discriminatedUnion('is', [
  z.object({ is: z.enum(['fail', 'duplicate', 'crash']), target, amount: count }),
  z.object({ is: z.literal('delay'), target, amount: z.coerce.number().min(0.001).max(3_600) }),
  z.object({ is: z.literal('throttle'), target }),
]);
const delivery = z.object({ event: z.string(), target });
const redrive = z.object({ queue: target });
const replay = z.object({ archive: z.string(), minutes: z.coerce.number().min(1).max(527_040) });
const clock = z.object({ do: z.enum(['hold', 'go', 'leap']) });

export function makeChangePages(interventions: Interventions, architecture: () => Graph): Pages {
  const { changes } = interventions;
  const standing = () => ({ version: 1, changes: changes.list(), clockIsHeld: interventions.clock.isHeld() });

  /** By the path below `/_sandbox/v1/`; each tells what it did. */
  const verbs: Record<string, (form: unknown) => object> = {
    changes(form) {
      changes.add(change.parse(form));
      return standing();
    },
    'changes/clear'() {
      changes.clear();
      interventions.clock.go();
      return standing();
    },
    deliveries(form) {
      const { event, target: to } = delivery.parse(form);
      if (!interventions.deliverAgain(event, to))
        throw new RangeError(`${event} is not kept, or was not for ${to}.`);
      return { version: 1 };
    },
    redrives: (form) => ({ version: 1, ...interventions.redrive(redrive.parse(form).queue) }),
    replays(form) {
      const { archive, minutes } = replay.parse(form);
      return { version: 1, replay: interventions.replay(archive, minutes) };
    },
    clock(form) {
      const { do: what } = clock.parse(form);
      return {
        ...standing(),
        leapt: interventions.clock[what]() ?? false,
        clockIsHeld: interventions.clock.isHeld(),
      };
    },
  };

  return {
    get(path) {
      if (path === '/_sandbox/try') return htmlPage(tryPage(interventions, architecture()));
      return path === '/_sandbox/v1/changes' ? json(standing()) : undefined;
    },
    post(path, form) {
      const verb = verbs[path.replace('/_sandbox/v1/', '')];
      if (!path.startsWith('/_sandbox/v1/') || !verb) return undefined;
      try {
        const done = verb(Object.fromEntries(form));
        const back = form.get('back');
        return back?.startsWith('/_sandbox') ? seeOther(back) : json(done);
      } catch (error) {
        return refusal(error);
      }
    },
  };
}

/** What was asked for was wrong: a service of the sandbox says so, or the form. */
function refusal(error: unknown): Reply {
  if (error instanceof z.ZodError) return plain(400, `${z.prettifyError(error)}\n`);
  if (error instanceof Error) return plain(400, `${error.message}\n`);
  throw error;
}
