import { AwsError } from '../../core/aws-error.ts';
import type { Services } from '../../services.ts';
import { htmlPage, json, type Pages, plain, type Reply } from '../replies.ts';
import { dataAddress, dataPage, heldPage } from './data-page.ts';
import type { Store } from './stores.ts';

export interface DataNeeds extends Pick<Services, 'held' | 'picture'> {
  /** What is there now. */
  stores(): readonly Store[];
}

/** Also when somebody opens it by itself. */
const picturePolicy = "sandbox; default-src 'none'";

/** Pages of what tables, buckets, queues and pools of people hold. */
export function makeDataPages({ stores, held, picture }: DataNeeds): Pages {
  async function holdings(store: Store, query: URLSearchParams, isForPrograms: boolean): Promise<Reply> {
    const from = query.get('from') ?? undefined;
    const sought = query.get('sought') || undefined;
    try {
      const page = await held[store.kind](store.name, from, sought);
      return isForPrograms
        ? json({ version: 1, ...page })
        : htmlPage(heldPage(store, page, { from, sought }));
    } catch (error) {
      // The engine and the readers say what is wrong with a key or a place that was asked for.
      if (error instanceof AwsError || error instanceof SyntaxError || error instanceof RangeError)
        return plain(400, `${error.message}\n`);
      throw error;
    }
  }

  function pictureOf({ kind, name }: Store, query: URLSearchParams): Reply | undefined {
    const shown = kind === 'buckets' ? picture(name, query.get('key') ?? '') : undefined;
    return shown && { status: 200, type: shown.type, body: shown.body, policy: picturePolicy };
  }

  return {
    get(path, query) {
      if (path === dataAddress) return htmlPage(dataPage(stores()));
      const [, version, kind, name, rest] =
        /^\/_sandbox(\/v1)?\/data\/(\w+)\/([\w.-]+?)(\/picture)?$/.exec(path) ?? [];
      const store = stores().find((one) => one.kind === kind && one.name === name);
      if (!store) return undefined;
      return rest === undefined ? holdings(store, query, version !== undefined) : pictureOf(store, query);
    },
  };
}
