import { noConnection } from './api/problem-error.ts';

/** What the web app has to know about the place it is served from. */
export interface Config {
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  /** Where Cognito answers. */
  cognitoEndpoint: string;
  /** Prefix of the API's addresses; empty on the same origin. */
  apiBase: string;
  /** Where the sandbox tells stories, when the app runs in it. */
  storiesAt?: string;
}

/** @throws TypeError when a setting is missing, naming it */
export function parseConfig(value: unknown): Config {
  const settings = new Map(Object.entries(value ?? {}));
  const text = (key: keyof Config): string => {
    const setting: unknown = settings.get(key);
    if (typeof setting !== 'string') throw new TypeError(`/config.json lacks ${key}`);
    return setting;
  };
  return {
    region: text('region'),
    userPoolId: text('userPoolId'),
    userPoolClientId: text('userPoolClientId'),
    cognitoEndpoint: text('cognitoEndpoint'),
    apiBase: text('apiBase'),
    ...(settings.has('storiesAt') && { storiesAt: text('storiesAt') }),
  };
}

let loading: Promise<Config> | undefined;

async function fetchConfig(): Promise<Config> {
  const response = await fetch('/config.json', { cache: 'no-cache' }).catch(() => {
    throw noConnection();
  });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  return parseConfig(await response.json());
}

/** `/config.json`, read once; a failure is tried again at the next call. */
export function config(): Promise<Config> {
  loading ??= fetchConfig().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
