/** An endpoint: a port that an app serves, and who may call it. */
import { z } from 'zod';
import { endpointSettings } from './endpoint-settings';
import { endpointTls } from './endpoint-tls';
import { protocolNames, protocols } from './protocols';
import { day, dnsLabel, host, port, urlPath } from './schema';

const grant = z.strictObject({
  tenant: dnsLabel.describe('Tenant of the app that may call.'),
  app: dnsLabel.describe('App that may call; it declares an egress to this endpoint.'),
  until: day
    .optional()
    .describe('Last day (UTC) on which it may call: its certificate ends then. Without it the grant has no end.'),
});

export const endpoint = z.strictObject({
  name: dnsLabel.max(40).describe('Name of the endpoint, part of its public host.'),
  port: port.describe('Port on which the app listens on 127.0.0.1, in cleartext.'),
  protocol: z
    .enum(protocolNames)
    .describe(
      '`http`, `grpc`: the gate ends TLS and routes by path; all others: TLS is carried to the sidecar and ends there; `tls` is any protocol that begins with TLS (docs/protocols).',
    ),
  expose: z
    .enum(['local', 'monitoring', 'tenant', 'public'])
    .default('tenant')
    .describe(
      "Who may call: `local`, nobody but the pod itself; `monitoring`, the app that the platform names, by an egress to it; `tenant`, the tenant's apps that declare an egress to it; `public`, the Internet too.",
    ),
  host: host.optional().describe('Public host, instead of <endpoint>.<app>.<tenant>.<domain>.'),
  publicPort: port
    .optional()
    .describe(
      'Public port, one of `front.ports` of the platform, instead of `front.port`: the one port of the endpoint.',
    ),
  path: urlPath
    .optional()
    .describe(
      'Path prefix on the host, for protocols http and grpc; / by default. Several endpoints may share a host by path.',
    ),
  grants: z.array(grant).default([]).describe('Apps of other tenants that may call.'),
  ...endpointSettings,
  ...endpointTls,
});

export type Endpoint = z.output<typeof endpoint>;
export type GrantTerms = z.output<typeof grant>;

export function isPublic({ expose }: Pick<Endpoint, 'expose'>): boolean {
  return expose === 'public';
}

/** Whether anybody but its own pod may call it. */
export function isServed({ expose }: Pick<Endpoint, 'expose'>): boolean {
  return expose !== 'local';
}

/** Whether the gate passes its public clients' TLS on, to end in the app's pod. */
export function hasEdge(endpoint: Endpoint): boolean {
  const endsInPod = endpoint.tls === 'app' || protocols[endpoint.protocol].tlsEndsAt === 'sidecar';
  return isPublic(endpoint) && endsInPod;
}
