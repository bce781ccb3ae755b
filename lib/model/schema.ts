/**
 * The scalars of the documents. Each refuses whatever could mean something else to Kubernetes, DNS or nginx, so that no
 * later floor quotes or escapes: what passes here is safe to write into a configuration as it stands.
 */
import { z } from 'zod';

export const API_VERSION = 'gatehouse.dev/v1alpha1';

const label = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const hostName = /^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** RFC 1035 label: names Services, so it begins with a letter (Kubernetes, "Object Names and IDs"). */
export const dnsLabel = z
  .string()
  .regex(label, 'a DNS label: a-z, 0-9 and -, beginning with a letter, ending with a letter or digit, at most 63');

/** Lower-case fully qualified name of at least two labels, without a trailing dot and without a wildcard. */
export const host = z
  .string()
  .regex(
    hostName,
    'a host name: lower-case DNS labels joined by dots, at most 253 characters, no wildcard, no trailing dot',
  );

/** A host, or `*.` before one: any one label in its place. */
export const hostPattern = z
  .string()
  .regex(
    new RegExp(String.raw`^(\*\.)?${hostName.source.slice(1)}`),
    'a host name such as api.example.com, or *.example.com for any one label: lower-case, no trailing dot; an address is declared with cidr and ports',
  );

/** Name of most Kubernetes objects ("Object Names and IDs": RFC 1123 subdomain). */
export const objectName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'a name of a-z, 0-9, - and ., at most 253',
  );

export const port = z.int().min(1).max(65535);

/** URL path prefix of whole segments; unreserved characters of RFC 3986 only. */
export const urlPath = z
  .string()
  .max(256)
  .regex(/^\/$|^(\/[A-Za-z0-9._~-]+)+$/, 'a path such as / or /api/v1: segments of A-Z a-z 0-9 . _ ~ -, no trailing /')
  .refine(
    (path) => !path.split('/').some((segment) => segment === '.' || segment === '..'),
    'a path without . or .. segments',
  );

/** Kubernetes resource quantity, the forms that people write: 250m, 1, 0.5, 64Mi, 2G. */
export const quantity = z
  .string()
  .regex(
    /^(0|[1-9][0-9]*)(\.[0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/,
    'a Kubernetes quantity in quotes, such as "500m" or 64Mi',
  );

/** A calendar day, UTC. */
export const day = z.iso.date('a day such as 2026-11-01');

/** IPv4 or IPv6 network. */
export const network = z.union([z.cidrv4(), z.cidrv6()], 'a network such as 10.244.0.0/16 or fd00::/48');

/** Image reference: registry/repository:tag and/or @digest (OCI distribution specification). */
export const image = z
  .string()
  .max(512)
  .regex(
    /^[a-z0-9][a-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@sha256:[a-f0-9]{64})?$/,
    'an image reference such as docker.io/library/nginx:1.30.6',
  );

/** Kubernetes object metadata as these documents use it: the name and nothing else. */
export const metadata = z.strictObject({
  name: dnsLabel.describe('Name, a DNS label; for a tenant it is also the namespace.'),
});
