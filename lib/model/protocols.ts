/** What each protocol of an endpoint means to the tiers. */

export const protocolNames = ['http', 'tls'] as const;
export type ProtocolName = (typeof protocolNames)[number];

export interface Protocol {
  /** Where a public client's TLS ends: in the tenant's gate, or in the sidecar beside the app. */
  readonly tlsEndsAt: 'gate' | 'sidecar';
  readonly hasPaths: boolean;
}

export const protocols: Readonly<Record<ProtocolName, Protocol>> = {
  http: { tlsEndsAt: 'gate', hasPaths: true },
  tls: { tlsEndsAt: 'sidecar', hasPaths: false },
};
