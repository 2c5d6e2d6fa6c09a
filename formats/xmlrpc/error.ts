// Why an XML-RPC response could not be decoded.

/**
 * `too_large`: beyond a limit; smaller requests may help. `unreadable`: not XML-RPC. The message
 * never quotes the response.
 */
export class XmlRpcError extends Error {
  override name = "XmlRpcError";
  readonly reason: "too_large" | "unreadable";

  constructor(reason: "too_large" | "unreadable", message: string) {
    super(message);
    this.reason = reason;
  }
}
