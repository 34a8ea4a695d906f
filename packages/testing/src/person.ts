import './quick-powers.ts';
import { randomUUID } from 'node:crypto';
import type { Photo } from '@shutterbus/contracts/routes/media';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { done, mailed } from './wanted.ts';
import { lookAfter } from './watched-sandbox.ts';

/** Where the app can be reached. */
export interface Site {
  /** `http://localhost:3000`, without a trailing slash. */
  webUrl: string;
}

interface Config {
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  cognitoEndpoint: string;
  apiBase: string;
}

export interface Mail {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  sentAt: string;
}

/** A presigned POST, as `requestUpload` gives it. */
export interface Upload {
  url: string;
  fields: Record<string, string>;
}

export interface Answer {
  status: number;
  // Each test knows what it asked for and checks what it got.
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer under test has no type yet
  body: any;
  headers: Headers;
}

/** Mails in the sandbox's mailbox to one address, oldest first. */
export async function mailsTo(site: Site, address: string): Promise<Mail[]> {
  const response = await fetch(`${site.webUrl}/_sandbox/mail?to=${encodeURIComponent(address)}`);
  return (await response.json()) as Mail[];
}

/** The six digits of the newest mail whose subject matches. */
export function codeFor(site: Site, address: string, subject: RegExp): Promise<string> {
  return lookAfter(site, mailed(address, subject), async () => {
    const mail = (await mailsTo(site, address)).findLast((candidate) => subject.test(candidate.subject));
    const code = mail && /\b\d{6}\b/.exec(mail.text || mail.html)?.[0];
    if (!code) throw new Error(`no code for ${address} yet`);
    return code;
  });
}

/** Whom somebody wants to be; otherwise a handle and an address that nobody else has. */
interface Identity {
  handle: string;
  email: string;
}

/** The consumers that write a photo's status. */
const photoMoved = done('OnObjectCreated', 'OnThumbnailsGenerated', 'OnThumbnailGenerationFailed');

/** Somebody who uses the app: signs up, signs in by SRP through an independent client library, calls the API. */
export class Person {
  readonly email: string;
  readonly handle: string;
  readonly displayName: string;
  password = 'A-long-enough-passphrase-1';
  private session: CognitoUserSession | undefined;
  private readonly site: Site;
  private readonly pool: CognitoUserPool;

  private constructor(site: Site, config: Config, displayName: string, identity?: Identity) {
    this.site = site;
    this.displayName = displayName;
    this.handle = identity?.handle ?? `${displayName.toLowerCase()}-${randomUUID().slice(0, 8)}`;
    this.email = identity?.email ?? `${this.handle}@example.com`;
    this.pool = new CognitoUserPool({
      UserPoolId: config.userPoolId,
      ClientId: config.userPoolClientId,
      endpoint: config.cognitoEndpoint,
      Storage: new MemoryStorage(),
    });
  }

  static async arrive(site: Site, displayName: string, identity?: Identity): Promise<Person> {
    const config = (await (await fetch(`${site.webUrl}/config.json`)).json()) as Config;
    return new Person(site, config, displayName, identity);
  }

  /** Signs up, confirms with the mailed code, signs in. */
  static async join(site: Site, displayName: string, identity?: Identity): Promise<Person> {
    const person = await Person.arrive(site, displayName, identity);
    await person.signUp();
    await person.confirm(await codeFor(site, person.email, /confirm|verif|welcome|code/i));
    await person.signIn();
    await lookAfter(site, done('RelayUsers'), async () => {
      const { status } = await person.get('/v1/users/me');
      if (status !== 200) throw new Error(`no profile yet: ${status}`);
    });
    return person;
  }

  signUp(): Promise<unknown> {
    const attributes = { name: this.displayName, 'custom:handle': this.handle };
    const list = Object.entries(attributes).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));
    return new Promise((resolve, reject) =>
      this.pool.signUp(this.email, this.password, list, [], (error, result) =>
        error ? reject(error) : resolve(result),
      ),
    );
  }

  confirm(code: string): Promise<unknown> {
    return new Promise((resolve, reject) =>
      this.cognitoUser().confirmRegistration(code, false, (error, result) =>
        error ? reject(error) : resolve(result),
      ),
    );
  }

  async signIn(): Promise<void> {
    const details = new AuthenticationDetails({ Username: this.email, Password: this.password });
    this.session = await new Promise<CognitoUserSession>((resolve, reject) =>
      this.cognitoUser().authenticateUser(details, { onSuccess: resolve, onFailure: reject }),
    );
  }

  /** Signs in again when the access token ends within five minutes. */
  async staySignedIn(): Promise<void> {
    const endsAt = (this.session?.getAccessToken().getExpiration() ?? 0) * 1000;
    if (endsAt - Date.now() < 5 * 60_000) await this.signIn();
  }

  forgotPassword(): Promise<unknown> {
    return new Promise((resolve, reject) =>
      this.cognitoUser().forgotPassword({ onSuccess: resolve, onFailure: reject }),
    );
  }

  async resetPassword(code: string, password: string): Promise<void> {
    await new Promise((resolve, reject) =>
      this.cognitoUser().confirmPassword(code, password, { onSuccess: resolve, onFailure: reject }),
    );
    this.password = password;
  }

  get accessToken(): string {
    return this.session?.getAccessToken().getJwtToken() ?? '';
  }

  get idToken(): string {
    return this.session?.getIdToken().getJwtToken() ?? '';
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body: unknown) => this.call('POST', path, body);
  put = (path: string, body?: unknown) => this.call('PUT', path, body);
  patch = (path: string, body: unknown) => this.call('PATCH', path, body);
  delete = (path: string) => this.call('DELETE', path);

  async call(method: string, path: string, body?: unknown, token = this.accessToken): Promise<Answer> {
    return call(this.site, method, path, body, token);
  }

  /** Asks for an upload and sends the bytes; the photo is then being processed. */
  async upload(bytes: Buffer, photo: Record<string, unknown> = {}, correlationId?: string): Promise<Photo> {
    const { body } = await this.requestUpload({ sizeBytes: bytes.length, ...photo }, correlationId);
    const response = await sendUpload(body.upload, bytes);
    if (!response.ok) throw new Error(`upload refused: ${response.status} ${await response.text()}`);
    return body.photo;
  }

  requestUpload(
    photo: Record<string, unknown>,
    correlationId?: string,
    idempotencyKey?: string,
  ): Promise<Answer> {
    const body = { title: 'A photo', contentType: 'image/jpeg', visibility: 'private', ...photo };
    const more = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    return call(this.site, 'POST', '/v1/media', body, this.accessToken, correlationId, more);
  }

  /** Waits until one of the person's photos has this status. */
  photoWithStatus(id: string, status: Photo['status']): Promise<Photo> {
    return lookAfter(this.site, photoMoved, async () => {
      const { body } = await this.get(`/v1/media/${id}`);
      if (body.status !== status) throw new Error(`photo ${id} is ${body.status}, not ${status}`);
      return body;
    });
  }

  private cognitoUser(): CognitoUser {
    return new CognitoUser({ Username: this.email, Pool: this.pool, Storage: new MemoryStorage() });
  }
}

/** One request to the API, by somebody with this access token or by nobody. */
export async function call(
  site: Site,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
  correlationId?: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${site.webUrl}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(correlationId && { 'x-correlation-id': correlationId }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

/** Sends a presigned POST as a browser does: the fields, then the file. */
export function sendUpload(
  upload: Upload,
  bytes: Buffer,
  changes: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...upload.fields, ...changes })) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), 'photo.jpg');
  return fetch(upload.url, { method: 'POST', body: form });
}

class MemoryStorage {
  private readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
  clear = (): void => this.items.clear();
}
