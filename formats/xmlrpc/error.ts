// Why an XML-RPC answer was not read.

/**
 * `too_large`: past a limit, smaller questions may help. `unreadable`: not XML-RPC. The message
 * never quotes the answer.
 */
export class XmlRpcError extends Error {
  override name = "XmlRpcError";
  readonly reason: "too_large" | "unreadable";

  constructor(reason: "too_large" | "unreadable", message: string) {
    super(message);
    this.reason = reason;
  }
}
