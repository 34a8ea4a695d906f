import type { Guide } from '../guide.ts';
import { htmlPage, json, type Pages } from '../replies.ts';
import { type StuckView, stuckAddress, stuckPage } from './stuck-page.ts';

export const makeStuckPages = (view: () => StuckView, guide: Guide): Pages => ({
  get(path) {
    if (path === stuckAddress) return htmlPage(stuckPage(view(), guide));
    return path === '/_sandbox/v1/stuck.json' ? json({ version: 1, ...view() }) : undefined;
  },
});
