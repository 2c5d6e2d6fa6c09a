// Uploads that tell how far they are. `fetch` says nothing of what has been sent; XMLHttpRequest
// does, in real bytes, where there is one.

/** A way to send one request that tells the bytes sent so far: `client.uploadFile({ …, fetch })`. */
export const fetchWithProgress =
  (onprogress: (sent: number) => void): typeof fetch =>
  (address, { method = "GET", headers, body, signal } = {}) => {
    const request = new XMLHttpRequest();
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const stop = () => request.abort();
    request.open(method, String(address));
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded }) => onprogress(loaded));
    request.addEventListener("load", () => resolve(answerOf(request)));
    request.addEventListener("error", () => reject(new TypeError("The request failed.")));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal?.addEventListener("abort", stop);
    request.send(body as XMLHttpRequestBodyInit);
    return promise.finally(() => signal?.removeEventListener("abort", stop));
  };

function answerOf(request: XMLHttpRequest): Response {
  const headers = request
    .getAllResponseHeaders()
    .split("\r\n")
    .filter((line) => line.includes(":"))
    .map((line): [string, string] => {
      const end = line.indexOf(":");
      return [line.slice(0, end), line.slice(end + 1).trim()];
    });
  return new Response(request.responseText, { status: request.status, headers });
}
