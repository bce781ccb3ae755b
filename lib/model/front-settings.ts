/** What a platform may say of its front besides its port: the redirect from plain HTTP, and the DNS records of its tenants. */
import { z } from 'zod';
import { host, port } from './schema';

export const redirect = z.strictObject({
  port: port.default(80).describe('Public port of plain HTTP.'),
});

export const dnsRecords = z.strictObject({
  kind: z
    .enum(['DNSEndpoint', 'annotation'])
    .describe(
      "How external-dns is told of the public hosts: `DNSEndpoint`, an object in each tenant's namespace (source crd); `annotation`, one on the front's Service (source service), whose address it then finds itself.",
    ),
  targets: z
    .array(z.union([z.ipv4(), z.ipv6(), host], 'an IP address or a host name'))
    .min(1)
    .max(20)
    .optional()
    .describe('With kind DNSEndpoint: public addresses of the front, or the one host name that its cloud gave it.'),
  ttlSeconds: z.int().min(1).max(86_400).default(300).describe('How long resolvers may remember a record, in seconds.'),
});

export type DnsRecords = z.output<typeof dnsRecords>;
