/** The words of fleets/endpoint-settings, and what its app answers. */
import { attemptFromInternet, type Outcome } from './attempt';
import type { Dialogue } from './dialogue';
import { PUBLIC_ADDRESS } from './environment';
import { PUBLIC_PORT } from './internet';

export const DESK = 'e2e-desk';
export const HOST = `web.desk.${DESK}.e2e.example`;

/** programs/settings_server.py. */
export interface DeskAnswer {
  readonly port: number;
  readonly request: string;
  readonly body: number;
  readonly forwardedFor: string | null;
  readonly variable: string | null;
  readonly derived: string | null;
}

export interface Answer {
  /** 0 where there was none. */
  readonly status: number;
  /** Values by lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Of the app, not of nginx. */
  readonly desk?: DeskAnswer;
  readonly outcome: Outcome;
}

export interface Question {
  /** @default HOST */
  readonly host?: string;
  /** The Host header. @default the host */
  readonly says?: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  /** Sent before TLS. */
  readonly before?: string;
  readonly seconds?: number;
}

export function requestText({
  host = HOST,
  says = host,
  method = 'GET',
  path,
  headers = [],
  body = '',
}: Question): string {
  return [`${method} ${path} HTTP/1.1`, `Host: ${says}`, 'Connection: close', ...headers, '', body].join('\r\n');
}

/** Each on a connection of its own, all at once, byte for byte as written. */
export async function ask(authority: string, questions: readonly Question[]): Promise<readonly Answer[]> {
  const outcomes = await attemptFromInternet(
    questions.map((question) => ({
      host: PUBLIC_ADDRESS,
      port: PUBLIC_PORT,
      tls: { serverName: question.host ?? HOST, authority },
      send: requestText(question),
      seconds: question.seconds ?? 10,
      ...(question.before === undefined ? {} : { before: question.before }),
    })),
  );
  return outcomes.map(parseHttp);
}

export function parseHttp(outcome: Outcome): Answer {
  const [head = '', ...rest] = outcome.received.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const [name = '', ...value] = line.split(': ');
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value.join(': ')]);
  }
  const body = rest.join('\r\n\r\n');
  const isDesk = body.startsWith('{');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(first)?.[1] ?? 0),
    headers,
    ...(isDesk ? { desk: JSON.parse(body) as DeskAnswer } : {}),
    outcome,
  };
}

/** `200 8081 GET /v2/x HTTP/1.1`, or `400` where the app was not asked. */
export function describeAnswer({ status, desk }: Answer): string {
  return desk === undefined ? String(status) : `${status} ${desk.port} ${desk.request}`;
}

export function dialogue(authority: string, host: string, steps: Dialogue['steps']): Dialogue {
  return { host: PUBLIC_ADDRESS, port: PUBLIC_PORT, tls: { serverName: host, authority }, steps };
}
