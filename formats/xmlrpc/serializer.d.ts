// The parts of the `xmlrpc` package that do not need Node's http.
declare module "xmlrpc/lib/serializer.js" {
  export function serializeMethodCall(
    method: string,
    parameters: unknown[],
    encoding?: string,
  ): string;
}
