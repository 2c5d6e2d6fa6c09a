// `fetch` for uploads. The browser's own does not report how much of a request has been sent.

/** Calls `onprogress` with the bytes sent so far; otherwise behaves like `fetch` with such a body. */
export const uploadFetch =
  (onprogress: (sentBytes: number) => void): typeof fetch =>
  (address, { method = "POST", headers, body, signal } = {}) => {
    const request = new XMLHttpRequest();
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const stop = () => request.abort();
    request.open(method, String(address));
    request.responseType = "blob";
    new Headers(headers).forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.addEventListener("progress", ({ loaded }) => onprogress(loaded));
    request.addEventListener("load", () => resolve(responseOf(request)));
    request.addEventListener("error", () => reject(new TypeError("The upload failed.")));
    request.addEventListener("abort", () => reject(new DOMException("Stopped.", "AbortError")));
    signal?.addEventListener("abort", stop);
    request.send(body as XMLHttpRequestBodyInit);
    return promise.finally(() => signal?.removeEventListener("abort", stop));
  };

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ["content-type", "retry-after"]) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(request.response as Blob, { status: request.status, headers });
}
