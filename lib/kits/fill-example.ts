/** Puts host and ports into an example of model/protocol-clients.ts. */

export interface Blanks {
  readonly host: string;
  readonly port: string;
  readonly local: string;
}

export function fillExample(example: string, { host, port, local }: Blanks): string {
  return example.replaceAll('{host}', host).replaceAll('{port}', port).replaceAll('{local}', local);
}
