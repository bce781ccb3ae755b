/** Anything that a public endpoint may say of its clients' TLS. */
import fc from 'fast-check';
import type { AppChanges } from './an-app';

type EndpointTls = Pick<
  NonNullable<AppChanges['endpoints']>[number],
  'tls' | 'certificate' | 'clientCertificates' | 'alpn'
>;

const usual: EndpointTls = {};

/** More often than not nothing, so that hosts can still be shared. */
export const arbitraryEndpointTls: fc.Arbitrary<EndpointTls> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(usual) },
  { weight: 1, arbitrary: fc.constant<EndpointTls>({ tls: 'app' }) },
  {
    weight: 3,
    arbitrary: fc.record<EndpointTls>(
      {
        certificate: fc.constantFrom({ secret: 'bought' }, {
          issuer: { name: 'letsencrypt', kind: 'Issuer' },
        } as const),
        clientCertificates: fc.record({ mode: fc.constantFrom('required', 'optional'), ca: fc.constant('x') }),
        alpn: fc.constantFrom(['http/1.1'], ['h2', 'http/1.1']),
      },
      { requiredKeys: [] },
    ),
  },
);
