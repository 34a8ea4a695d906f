import { type Html, html } from './html.ts';

/** What whoever started the sandbox has to say to those who look at its pages: what was reloaded, or what could not be. */
export interface Notice {
  /** It stands until something else is said. */
  isTrouble: boolean;
  text: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** What went well needs to be seen for a while only. */
const shownMs = 60_000;

export function noticeBanner(notice: Notice | undefined, now: number): Html {
  const isShown = notice && (notice.isTrouble || now - notice.at < shownMs);
  return html`<div data-live="notice">${
    isShown
      ? html`<div class="notice ${notice.isTrouble ? 'bad' : 'good'}" role="${notice.isTrouble ? 'alert' : 'status'}"><pre>${notice.text}</pre></div>`
      : undefined
  }</div>`;
}
