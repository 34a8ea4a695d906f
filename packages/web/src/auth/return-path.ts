/** Pages that make no sense right after signing in. */
const notBackTo = /^\/(sign-in|join|forgot|reset)\b/;

/** @returns the path to go on to; `/` for anything that is no path of this site */
export function returnPath(next: string | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const here = 'https://here.invalid';
  const url = URL.parse(next, here);
  if (url?.origin !== here || url.pathname.startsWith('//') || notBackTo.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}`;
}

export const signInPath = (from: string): string =>
  from === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: from })}`;

/** @param email is filled in there, if it is known */
export const forgotPath = (email: string): string =>
  email ? `/forgot?${new URLSearchParams({ email })}` : '/forgot';
