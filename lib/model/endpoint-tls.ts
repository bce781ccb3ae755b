/** The TLS of an endpoint's public clients, where it is not as usual: whose certificate, who ends it, who is let in. */
import { z } from 'zod';
import { objectName } from './schema';

const issuer = z.strictObject({
  name: objectName.describe('Name of the issuer.'),
  kind: z
    .enum(['Issuer', 'ClusterIssuer'])
    .default('Issuer')
    .describe("What the issuer is; an Issuer must be in the tenant's namespace."),
});

const certificate = z.strictObject({
  secret: objectName
    .optional()
    .describe('Secret of type kubernetes.io/tls in the namespace that somebody else makes and renews.'),
  issuer: issuer
    .optional()
    .describe("Issuer of cert-manager's that the certificate is asked of, for ACME with its DNS-01 solver."),
});

const clientCertificates = z.strictObject({
  mode: z
    .enum(['required', 'optional'])
    .describe('`required`: nobody gets in without one; `optional`: whoever shows one must show a good one.'),
  ca: z
    .string()
    .min(1)
    .max(65536)
    .describe('Authorities whose certificates are believed, as PEM; one of them must have signed itself.'),
});

/** RFC 7301 §6 lists them; those registered are of these characters. */
const alpnName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$/, 'an ALPN protocol name such as h2, http/1.1 or postgresql');

/** Fields of an endpoint's schema. */
export const endpointTls = {
  tls: z
    .enum(['gatehouse', 'app'])
    .default('gatehouse')
    .describe(
      "Who ends public clients' TLS: `gatehouse`, the gate or the sidecar, as the protocol says; `app`, the app itself, on its port and with its own certificate.",
    ),
  certificate: certificate
    .optional()
    .describe(
      "A certificate of the tenant's own for the public host, instead of one of its authority; name one of the two.",
    ),
  clientCertificates: clientCertificates
    .optional()
    .describe('Whether public clients show certificates, and whose; the same for all endpoints of a host.'),
  alpn: z
    .array(alpnName)
    .min(1)
    .max(16)
    .optional()
    .describe('Application protocols offered to public clients in the TLS handshake, the preferred one first.'),
} as const;

export type EndpointTls = z.output<z.ZodObject<typeof endpointTls>>;
export type OwnCertificate = NonNullable<EndpointTls['certificate']>;
export type ClientCertificates = NonNullable<EndpointTls['clientCertificates']>;

/** Whether the certificate of its public host is issued by the tenant's authority. */
export function hasIssuedCertificate({ tls, certificate: own }: EndpointTls): boolean {
  return tls === 'gatehouse' && own === undefined;
}

/** Whether HTTP/2 is offered where the gate ends TLS. */
export function offersHttp2({ alpn = ['h2'] }: EndpointTls): boolean {
  return alpn.includes('h2');
}
