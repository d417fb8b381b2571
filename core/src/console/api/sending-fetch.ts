/** Bytes of a file that are on their way. */
export interface Sent {
  readonly done: number;
  readonly total: number;
}

/** A fetch that tells how much of its body is sent: the one of browsers does not. */
export function sendingFetch(tell: (sent: Sent) => void): typeof fetch {
  return (url, init = {}) => new Promise((done, failed) => {
    const { method = 'GET', headers, body, signal } = init;
    const request = new XMLHttpRequest();
    request.open(method, String(url));
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => tell({ done: loaded, total }));
    request.addEventListener('load', () => done(new Response(request.responseText, { status: request.status, headers: { etag: request.getResponseHeader('etag') ?? '' } })));
    request.addEventListener('error', () => failed(new TypeError('The connection was lost')));
    request.addEventListener('abort', () => failed(new DOMException('It was given up', 'AbortError')));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body instanceof Blob ? body : null);
  });
}
