import { thumbHashToDataURL } from 'thumbhash';

const known = new Map<string, string | undefined>();

/**
 * The blurred picture in a ThumbHash.
 * @param hash base64
 * @returns a data: address, or undefined for something that is no ThumbHash
 */
export function placeholderUrl(hash: string | undefined): string | undefined {
  if (!hash) return undefined;
  if (!known.has(hash)) {
    let url: string | undefined;
    try {
      url = thumbHashToDataURL(Uint8Array.from(atob(hash), (character) => character.charCodeAt(0)));
    } catch {
      url = undefined;
    }
    known.set(hash, url);
  }
  return known.get(hash);
}
