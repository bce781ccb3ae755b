/** What an endpoint may say of its public clients: how much, how long, from where, and what they are told. Rules: laws/check-endpoint-settings.ts. */
import { z } from 'zod';
import { host, network, urlPath } from './schema';
import type { ValuePath } from './source';

/** No tier waits longer in silence: nginx-config.ts, PATIENT_STREAM. */
const DAY_SECONDS = 86_400;

/** Endpoints of a tenant that may have `limits.concurrent` or `limits.requests`: each has zones of 1 MiB in the gate's memory. */
export const MOST_COUNTED_ENDPOINTS = 50;

const requests = z.strictObject({
  perSecond: z.int().min(1).max(100_000).describe('Requests a second of one client, on average.'),
  burst: z
    .int()
    .min(0)
    .max(100_000)
    .default(20)
    .describe('Requests beyond that which are let through at once before more are refused.'),
});

const limits = z.strictObject({
  concurrent: z
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe(
      'Requests (http) or connections (other protocols) of one client at the same time; further ones get status 429 or are closed.',
    ),
  requests: requests.optional().describe('How often one client may ask; more get status 429.'),
  bodyKibibytes: z
    .int()
    .min(1)
    .max(1_073_741_824)
    .optional()
    .describe('Size of a request’s body, in KiB; a larger one gets status 413. No limit by default.'),
  idleSeconds: z
    .int()
    .min(1)
    .max(DAY_SECONDS)
    .optional()
    .describe(
      'Seconds of silence that end a connection, a day by default: of the app, before or while it answers (status 504) or on a WebSocket; of both sides, for other protocols.',
    ),
  uploadIdleSeconds: z
    .int()
    .min(1)
    .max(3600)
    .optional()
    .describe('Seconds of silence of a client in the middle of a request’s body (status 408), 60 by default.'),
});

const hsts = z.strictObject({
  days: z
    .int()
    .min(0)
    .max(3650)
    .describe('Days for which browsers call the host by HTTPS alone; 0 makes them forget that they should.'),
  includeSubdomains: z.boolean().default(false).describe('Whether the same holds for every host below it.'),
  preload: z
    .boolean()
    .default(false)
    .describe('Whether browsers may have it built in: for at least 365 days, and with includeSubdomains.'),
});

export const endpointSettings = {
  hosts: z
    .array(host)
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Further public hosts of the endpoint, each in a domain of the tenant and with a certificate of its own.',
    ),
  rewrite: urlPath
    .optional()
    .describe('Path that the app gets instead of `path`: /api/x becomes /v2/x for path /api and rewrite /v2.'),
  allowFrom: z
    .array(network)
    .min(1)
    .max(500)
    .optional()
    .describe('Networks of the public clients; others get status 403 or are closed. Everybody by default.'),
  limits: limits
    .optional()
    .describe(
      'What public clients may ask for. A client is an IPv4 address or an IPv6 network of 64 bits; each pod of the gate (http) or of the app counts for itself.',
    ),
  hsts: hsts
    .optional()
    .describe('Strict-Transport-Security (RFC 6797) of all its hosts, instead of what the app says of it.'),
  hostVariable: z
    .string()
    .max(253)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of A-Z a-z 0-9 _, not beginning with a digit')
    .optional()
    .describe("Environment variable of the app's containers that holds the public host."),
} as const;

/** Those that are words of HTTP: protocols without paths do not have them. */
export const OF_HTTP: readonly ValuePath[] = [
  ['rewrite'],
  ['hsts'],
  ['limits', 'requests'],
  ['limits', 'bodyKibibytes'],
  ['limits', 'uploadIdleSeconds'],
];

export type Hsts = z.output<typeof hsts>;
