/** The platform document: the settings of one cluster. Defaults stand here and nowhere else. */
import { z } from 'zod';
import { front } from './front';
import { dnsRecords } from './front-settings';
import { generationsOf } from './generations';
import { images } from './images';
import type { Sourced } from './source';
import { API_VERSION, day, dnsLabel, host, image, metadata, network, objectName } from './schema';

const minor = /^1\.(29|[3-9][0-9])$/;

const pki = z.strictObject({
  seed: z
    .enum(['demo', 'own'])
    .describe(
      'The 32-byte secret that every key is derived from: `demo` is known to everybody; `own` is the first of GATEHOUSE_SEED (64 hexadecimal digits), GATEHOUSE_SEED_FD (a descriptor that gives them) and pki/seed.age.',
    ),
  seedCheck: z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'the 16 lower-case hexadecimal digits that `gatehouse pki init` printed, in quotes')
    .optional()
    .describe('Tells a wrong seed from the right one, and nothing more about it; `gatehouse pki init` writes it.'),
  since: day.describe(
    'Day (UTC) on which the authorities begin to be valid. Clients pin their certificates: never move it.',
  ),
  asOf: day.describe(
    'Day (UTC) as of which the leaves are issued; move it forward to renew them. Nothing else reads a clock.',
  ),
  leafDays: z
    .int()
    .min(1)
    .max(90)
    .default(90)
    .describe("Lifetime of a leaf, in days; each tenant's are renewed when half of it is over, on days of its own."),
  generations: generationsOf("the root's key"),
});

const store = z.strictObject({
  kind: z
    .enum(['ClusterSecretStore', 'SecretStore'])
    .default('ClusterSecretStore')
    .describe("What the store is; a SecretStore must be in each tenant's namespace."),
  name: objectName.describe('Name of the store.'),
  prefix: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/, 'segments of A-Z a-z 0-9 _ - joined by /')
    .default('gatehouse')
    .describe('Keys lie in the store under <prefix>/<namespace>/<Secret>.'),
});

const secrets = z.strictObject({
  mode: z
    .enum(['plain', 'sealed', 'external', 'cert-manager'])
    .describe(
      'How private keys reach the cluster: `sealed`, as SealedSecrets for the certificate in pki/sealing.pem; `external`, fetched by external-secrets from a store that `gatehouse pki bundle` fills; `cert-manager`, made in the cluster and never outside of it; `plain`, as ordinary Secrets, readable, for trying things out.',
    ),
  store: store
    .optional()
    .describe('With mode external, and with it alone: the external-secrets store that the keys are fetched from.'),
});

const dns = z.strictObject({
  service: dnsLabel.default('kube-dns').describe("Name of the cluster DNS Service, which the proxies' resolver asks."),
  namespace: dnsLabel.default('kube-system').describe('Namespace of the cluster DNS.'),
  podLabels: z
    .record(z.string(), z.string())
    .default({ 'k8s-app': 'kube-dns' })
    .describe('Labels of the cluster DNS pods; network policies allow DNS to these alone.'),
});

const gate = z.strictObject({
  replicas: z.int().min(1).max(50).default(2).describe("Pods of each tenant's gate."),
  connections: z
    .int()
    .min(1)
    .max(16000)
    .default(2000)
    .describe(
      'How many public connections each pod of a gate takes; more are closed at once, so that a flooded tenant does not hold those of the front.',
    ),
});

const egressGateway = z.strictObject({
  replicas: z
    .int()
    .min(1)
    .max(50)
    .default(2)
    .describe('Pods of each egress gateway; only tenants with an egress to an fqdn have one.'),
});

const monitoring = z.strictObject({
  tenant: dnsLabel.describe('Its tenant.'),
  app: dnsLabel.describe('Its name; it declares an egress to each endpoint that it reads.'),
});

const drain = z.strictObject({
  reloadSeconds: z
    .int()
    .min(1)
    .max(86400)
    .default(3600)
    .describe('How long connections live on that were opened before a configuration change, in seconds.'),
  stopSeconds: z
    .int()
    .min(10)
    .max(3600)
    .default(60)
    .describe('How long a stopping proxy pod waits for its connections to end, in seconds.'),
});

const platformSpec = z.strictObject({
  domain: host.describe('Public DNS domain; a tenant is reached under <tenant>.<domain>.'),
  kubernetesVersion: z
    .string()
    .regex(
      minor,
      'a version with native sidecars, without which no Job would end: a quoted minor version of 1.29 or later, such as "1.33"',
    )
    .default('1.33')
    .describe('Minor version of the cluster, quoted.'),
  clusterDomain: host.default('cluster.local').describe('DNS domain of the cluster.'),
  podNetworks: z
    .array(network)
    .min(1)
    .default(['0.0.0.0/0', '::/0'])
    .describe(
      "Networks that pods have; gates believe the PROXY header of peers in them. Network policies admit the front's pods only.",
    ),
  pki: pki.describe('Certificates.'),
  secrets: secrets.describe('Private keys.'),
  dns: dns.prefault({}).describe('The cluster DNS.'),
  front: front.prefault({}).describe('The shared SNI router.'),
  dnsRecords: dnsRecords.optional().describe('DNS records of the public hosts, for external-dns; none by default.'),
  gate: gate.prefault({}).describe("The tenants' private proxies."),
  clientKits: z
    .enum(['all', 'needed', 'none'])
    .default('all')
    .describe(
      'Which public endpoints get a client kit in the output: `all`; those of protocols some of whose clients need one; `none`.',
    ),
  egressGateway: egressGateway.prefault({}).describe("The tenants' ways out, to names outside of the cluster."),
  internalNetworks: z
    .array(network)
    .default([])
    .describe(
      'Networks of the cluster and its owner that no name outside may lead to, besides private and reserved ones: nodes, the API server, Services.',
    ),
  monitoring: monitoring
    .optional()
    .describe('The app that may call endpoints with expose: monitoring, and nobody else.'),
  drain: drain.prefault({}).describe('How changes and stops treat open connections.'),
  images: z
    .strictObject({
      nginx: image
        .default(images.nginx)
        .describe('nginx 1.30 or later with its stream module built in, as in nginxinc/nginx-unprivileged.'),
    })
    .prefault({})
    .describe('Images that Gatehouse itself runs.'),
});

export const platformDocument = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).describe('Version of this document format.'),
    kind: z.literal('Platform').describe('What this document is.'),
    metadata: metadata.describe('The name of the platform.'),
    spec: platformSpec.describe('What the platform is.'),
  })
  .describe('The settings of one cluster.');

export type SecretsMode = z.output<typeof secrets>['mode'];
export type ExternalStore = z.output<typeof store>;

export type Monitoring = z.output<typeof monitoring>;

export type PlatformSpec = z.output<typeof platformSpec>;
export type Platform = Sourced<PlatformSpec>;
