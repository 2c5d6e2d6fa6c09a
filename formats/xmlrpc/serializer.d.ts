// The parts of the `xmlrpc` package that run without Node's http.
declare module "xmlrpc/lib/serializer.js" {
  export function serializeMethodCall(
    method: string,
    parameters: unknown[],
    encoding?: string,
  ): string;
}
