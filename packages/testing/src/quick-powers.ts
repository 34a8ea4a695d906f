import { createRequire } from 'node:module';

/** The library's own numbers, as far as they are needed here. */
interface BigInteger {
  toString(radix: number): string;
}

interface BigIntegerClass {
  new (digits: string, radix: number): BigInteger;
  prototype: {
    modPow(
      exponent: BigInteger,
      modulus: BigInteger,
      done: (error: null, power: BigInteger) => void,
    ): BigInteger;
  };
}

const require = createRequire(import.meta.url);
const Integer: BigIntegerClass = require('amazon-cognito-identity-js/lib/BigInteger.js').default;

function native(number: BigInteger): bigint {
  const [, minus, digits] = /^(-?)(.+)$/.exec(number.toString(16)) ?? [];
  return BigInt(`0x${digits}`) * (minus ? -1n : 1n);
}

/**
 * amazon-cognito-identity-js brings arithmetic of its own, from before JavaScript had any for large numbers: a sign-in costs
 * 0.4 s of processor time with it, and a tenth with this.
 * Not by the sandbox's own arithmetic, which each sign-in tries.
 */
Integer.prototype.modPow = function (this: BigInteger, exponent, modulus, done) {
  const result = new Integer(power(native(this), native(exponent), native(modulus)).toString(16), 16);
  done(null, result);
  return result;
};

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = ((base % modulus) + modulus) % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
