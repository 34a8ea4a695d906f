import type { RunningApp } from './app.ts';

/** Settings of an SDK client that works on the sandbox with the credentials that it printed at its start. */
export function developer(app: RunningApp) {
  const printed = (name: string): string => {
    const value = new RegExp(`${name}=(\\S+)`).exec(app.output())?.[1];
    if (!value) throw new Error(`the app printed no ${name}:\n${app.output()}`);
    return value;
  };
  return {
    endpoint: app.awsUrl,
    region: printed('AWS_REGION'),
    forcePathStyle: true,
    credentials: {
      accessKeyId: printed('AWS_ACCESS_KEY_ID'),
      secretAccessKey: printed('AWS_SECRET_ACCESS_KEY'),
    },
  };
}
