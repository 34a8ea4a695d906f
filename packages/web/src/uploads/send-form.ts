import type { Reservation } from '../api/media.ts';

/** S3 answers errors in XML; its message is written for people who read S3's documentation. */
function explain(status: number, xml: string): string {
  const code = /<Code>(\w+)<\/Code>/.exec(xml)?.[1];
  if (code === 'EntityTooLarge') return 'The file is larger than 25 MB.';
  if (code === 'EntityTooSmall') return 'The file is empty.';
  if (code === 'AccessDenied' || code === 'ExpiredToken')
    return 'The permission to upload has run out. Try again.';
  return `The upload was refused (${code ?? status}). Try again.`;
}

/**
 * Posts the file straight to S3. XMLHttpRequest, because fetch cannot tell how much of a body is sent.
 * @param onProgress gets the file's bytes sent so far
 */
export function sendForm(
  { upload }: Reservation,
  file: File,
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
    form.append('file', file);
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener('abort', stop, { once: true });
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress(total > 0 ? (loaded / total) * file.size : 0);
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? resolve()
        : reject(new Error(explain(request.status, request.responseText)));
    request.onerror = () => reject(new Error('The connection broke. Try again.'));
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener('abort', stop);
    request.open('POST', upload.url);
    request.send(form);
  });
}
