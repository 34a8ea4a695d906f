import { config } from '../config.ts';

/** The sign-in code, in a chunk of its own. The settings come first: a module that failed to start stays failed. */
export async function loadCognito(): Promise<typeof import('./cognito.ts')> {
  await config();
  return import('./cognito.ts');
}
