import {
  createHash,
  createHmac,
  getDiffieHellman,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/**
 * The server's side of SRP-6a as Cognito speaks it: the 3072-bit group of RFC 3526 with g = 2, SHA-256, numbers in
 * two's complement as Java writes them, and a key by HKDF. The password itself is never stored.
 */

const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const g = 2n;
const k = hashOf(bytesOf(N), bytesOf(g));
const keyInfo = 'Caldera Derived Key';
const keyBytes = 16;

/** What is kept of a password, both hexadecimal. */
export interface Verifier {
  salt: string;
  verifier: string;
}

/** The server's part of one sign-in, hexadecimal; lives from InitiateAuth to PASSWORD_VERIFIER. */
export interface ServerEphemeral {
  /** Secret. */
  b: string;
  /** Goes to the client. */
  B: string;
}

/** Non-negative integer as Java's `BigInteger.toByteArray()` gives it: a zero byte first when the top bit is set. */
function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function hashOf(...parts: Buffer[]): bigint {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return BigInt(`0x${hash.digest('hex')}`);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

const numberOf = (hex: string): bigint => BigInt(`0x${hex}`);

/**
 * @param poolName the pool's id without its region: `AbCdEf123`
 * @param username the user's name in the pool, which is the sub for people who sign in by e-mail
 */
export function makeVerifier(
  poolName: string,
  username: string,
  password: string,
  salt = randomBytes(16).toString('hex'),
): Verifier {
  const identity = createHash('sha256').update(`${poolName}${username}:${password}`).digest();
  const x = hashOf(bytesOf(numberOf(salt)), identity);
  return { salt: numberOf(salt).toString(16), verifier: power(g, x).toString(16) };
}

export function matchesPassword(
  poolName: string,
  username: string,
  password: string,
  stored: Verifier,
): boolean {
  const attempt = makeVerifier(poolName, username, password, stored.salt);
  const digest = (verifier: string): Buffer =>
    createHash('sha256')
      .update(bytesOf(numberOf(verifier)))
      .digest();
  return timingSafeEqual(digest(attempt.verifier), digest(stored.verifier));
}

/** A client's public value that is a multiple of N would make the key known to everybody. */
export function isAcceptableA(A: string): boolean {
  return /^[0-9a-f]+$/i.test(A) && A.length <= 1024 && numberOf(A) % N !== 0n;
}

export function makeEphemeral(verifier: string): ServerEphemeral {
  const b = numberOf(randomBytes(32).toString('hex'));
  const B = (k * numberOf(verifier) + power(g, b)) % N;
  return { b: b.toString(16), B: B.toString(16) };
}

/** What the client signs, in this order. */
export interface PasswordClaim {
  poolName: string;
  userIdForSrp: string;
  /** Base64. */
  secretBlock: string;
  timestamp: string;
}

/** @param signature Base64, as the client sends it */
export function provesPassword(
  A: string,
  { b, B }: ServerEphemeral,
  verifier: string,
  claim: PasswordClaim,
  signature: string,
): boolean {
  const u = hashOf(bytesOf(numberOf(A)), bytesOf(numberOf(B)));
  if (u === 0n) return false;
  const S = power(numberOf(A) * power(numberOf(verifier), u), numberOf(b));
  const key = hkdfSync('sha256', bytesOf(S), bytesOf(u), keyInfo, keyBytes);
  const expected = createHmac('sha256', Buffer.from(key))
    .update(claim.poolName)
    .update(claim.userIdForSrp)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
