import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import * as z from 'zod';
import type { World } from '../../core/world.ts';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwks: JSONWebKeySet;
}

/** One RSA key per pool, made once and kept, so that tokens outlive a restart. */
export interface SigningKeys {
  /** Must have run before {@link get}. */
  prepare(poolId: string): Promise<void>;
  get(poolId: string): SigningKey;
}

const row = z.object({ private_jwk: z.string() });
const rsaKey = z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string() });

export function makeSigningKeys(world: World): SigningKeys {
  const { db } = world;
  db.exec('CREATE TABLE IF NOT EXISTS cognito_keys (pool_id TEXT PRIMARY KEY, private_jwk TEXT NOT NULL)');
  const select = db.prepare('SELECT private_jwk FROM cognito_keys WHERE pool_id = ?');
  const insert = db.prepare('INSERT INTO cognito_keys VALUES (?, ?)');
  const keys = new Map<string, SigningKey>();

  async function load(poolId: string): Promise<JWK> {
    const found = select.get(poolId);
    if (found) return rsaKey.parse(JSON.parse(row.parse(found).private_jwk));
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(privateKey);
    insert.run(poolId, JSON.stringify(jwk));
    return jwk;
  }

  return {
    async prepare(poolId) {
      if (keys.has(poolId)) return;
      const jwk = await load(poolId);
      const { kty, n, e } = rsaKey.parse(jwk);
      const kid = Buffer.from(await calculateJwkThumbprint({ kty, n, e }), 'base64url').toString('base64');
      const publicJwk = { alg: 'RS256', e, kid, kty, n, use: 'sig' };
      keys.set(poolId, {
        kid,
        privateKey: asKey(await importJWK(jwk, 'RS256')),
        publicKey: asKey(await importJWK(publicJwk, 'RS256')),
        jwks: { keys: [publicJwk] },
      });
    },
    get(poolId) {
      const key = keys.get(poolId);
      if (!key) throw new Error(`the signing key of ${poolId} is not prepared`);
      return key;
    },
  };
}

function asKey(key: CryptoKey | Uint8Array): CryptoKey {
  if (key instanceof Uint8Array) throw new Error('a signing key is not symmetric');
  return key;
}
