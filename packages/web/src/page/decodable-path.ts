/**
 * The path, with every `%` escaped when the path as a whole cannot be decoded: the router decodes each part and
 * would break, where a page that is not found is meant.
 */
export const decodablePath = (path: string): string =>
  isDecodable(path) ? path : path.replaceAll('%', '%25');

function isDecodable(path: string): boolean {
  try {
    // The result has to be used: the minifier takes a bare call away, as one without an effect.
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}
