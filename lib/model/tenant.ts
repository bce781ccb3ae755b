/** The tenant document: one customer, one namespace, one certificate authority. */
import { z } from 'zod';
import type { App } from './app';
import { generationsOf } from './generations';
import type { Sourced } from './source';
import { API_VERSION, host, metadata, quantity } from './schema';

const quota = z.strictObject({
  cpu: quantity.default('8').describe('Sum of CPU requests.'),
  memory: quantity.default('16Gi').describe('Sum of memory requests, and of memory limits.'),
  pods: z.int().min(1).max(10000).default(200).describe('Number of pods.'),
});

const pki = z.strictObject({
  generations: generationsOf("the tenant's authority's key"),
});

const tenantSpec = z.strictObject({
  quota: quota.prefault({}).describe('What the tenant may use at most.'),
  adminGroups: z
    .array(z.string().min(1).max(253))
    .default([])
    .describe(
      "Groups of the cluster's identity provider whose members may look at the tenant's objects and restart its pods.",
    ),
  domains: z
    .array(host)
    .default([])
    .describe('Further public domains that this tenant owns, with everything below them.'),
  pki: pki.prefault({}).describe('Its certificate authority.'),
});

export const tenantDocument = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).describe('Version of this document format.'),
    kind: z.literal('Tenant').describe('What this document is.'),
    metadata: metadata.describe('The name of the tenant: also its namespace, and part of its public hosts.'),
    spec: tenantSpec.prefault({}).describe('What the tenant is.'),
  })
  .describe('One customer: one namespace, one certificate authority.');

export type TenantSpec = z.output<typeof tenantSpec>;

export interface Tenant extends Sourced<TenantSpec> {
  /** Sorted by name. */
  readonly apps: readonly App[];
}
