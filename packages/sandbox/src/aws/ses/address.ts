/** The address within `Name <address>`, or the text itself; undefined when it is no address that SES takes (ASCII local part). */
export function bareAddress(text: string): string | undefined {
  const address = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
  const wellFormed =
    /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[^\s@<>,;]+$/.test(address) && !/(^\.|\.\.|\.@)/.test(address);
  return wellFormed && address.length <= 320 ? address : undefined;
}
