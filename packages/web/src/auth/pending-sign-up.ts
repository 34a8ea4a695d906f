import { stored } from '../page/stored.ts';
import type { Credentials } from './cognito.ts';

/** What somebody began in this browser with an address that is not confirmed. */
export type Begun = 'joining' | 'new-password';

const marker = stored('shutterbus.begun');
let password: string | undefined;

/**
 * What was begun here, between the form and the code from the mail. A code is taken only where it was begun: the mail with
 * the code reaches whoever owns the address, also when somebody else wrote it into a form. The address stays in
 * the browser, so that the mail's link works in another tab; the password is kept in memory only, and is asked for again
 * after a reload.
 */
export const pendingSignUp = {
  begin(what: Begun, { email, password: typed }: Partial<Credentials> & { email: string }): void {
    marker.set(JSON.stringify([what, email]));
    password = typed;
  },
  /** What was begun with this address; nothing when it was not here. */
  begun(email: string): Begun | undefined {
    const [what, address] = JSON.parse(marker.get() ?? '[]') as [Begun?, string?];
    return address?.toLowerCase() === email.toLowerCase() ? what : undefined;
  },
  password: (): string | undefined => password,
  end(): void {
    marker.set(undefined);
    password = undefined;
  },
};
