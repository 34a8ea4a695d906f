import type { RunningApp } from '@shutterbus/testing/app';

/**
 * One application for all files that touch nothing but what belongs to the people whom they make, and look at no list of
 * everybody's. A file that sweeps, spoils, restarts or counts has one of its own (`startApp`).
 */
export async function sharedApp(): Promise<RunningApp> {
  const answer = await fetch(process.env.SHARED_APP ?? '');
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  const { printed, ...app } = JSON.parse(text) as Omit<RunningApp, 'output'> & { printed: string };
  return { ...app, output: () => printed };
}
