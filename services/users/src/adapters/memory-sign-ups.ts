import type { SignUp, SignUps } from '../ports.ts';

/** For tests: sign-ups by address. `confirm` is what a person does with the code. */
export function memorySignUps(): SignUps & {
  add(email: string, signUp: SignUp): void;
  confirm(email: string): void;
  emails(): string[];
  /** What `list` gives, which may lag behind. */
  stale: SignUp[];
} {
  const byEmail = new Map<string, SignUp>();
  const stale: SignUp[] = [];
  const all = () => [...byEmail.entries()];
  return {
    stale,
    add: (email, signUp) => void byEmail.set(email, signUp),
    confirm: (email) => void byEmail.delete(email),
    emails: () => [...byEmail.keys()],
    find: async (name) => byEmail.get(name) ?? all().find(([, { userId }]) => userId === name)?.[1],
    async *list() {
      yield* [...stale, ...byEmail.values()];
    },
    async remove(userId) {
      for (const [email, signUp] of all()) if (signUp.userId === userId) byEmail.delete(email);
    },
  };
}
