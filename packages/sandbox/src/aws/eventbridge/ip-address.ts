/** Bits of an address as one number, with its family: 32 for IPv4, 128 for IPv6. */
export interface IpAddress {
  bits: bigint;
  width: 32 | 128;
}

const V4 = /^\d+\.\d+\.\d+\.\d+$/;
const V6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;
const V4_MAPPED = 0xffffn;

/** @returns undefined when the text is no literal address; host names are never looked up. */
export function parseIp(text: string): IpAddress | undefined {
  if (V4.test(text)) return parseV4(text);
  return V6.test(text) ? parseV6(text) : undefined;
}

function parseV4(text: string): IpAddress | undefined {
  let bits = 0n;
  for (const part of text.split('.')) {
    if (Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return { bits, width: 32 };
}

function parseV6(text: string): IpAddress | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let bits = 0n;
  for (const group of [...head, ...new Array<string>(missing).fill('0'), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    bits = (bits << 16n) | BigInt(`0x${group}`);
  }
  return bits >> 32n === V4_MAPPED ? { bits: bits & 0xffffffffn, width: 32 } : { bits, width: 128 };
}
