/** The platform document: the settings of one cluster. Defaults stand here and nowhere else. */
import { z } from 'zod';
import { dnsRecords, redirect } from './front-settings';
import { generationsOf } from './generations';
import { images } from './images';
import type { Sourced } from './source';
import { API_VERSION, day, dnsLabel, host, image, metadata, network, objectName, port } from './schema';

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

const gatewayApi = z.strictObject({
  className: objectName.describe('GatewayClass of the implementation, which must know TLSRoute v1.'),
  listeners: z
    .enum(['sets', 'gateway'])
    .default('sets')
    .describe(
      'Where listeners stand: `sets`, in a ListenerSet v1 for each tenant and public port; `gateway`, in the Gateway itself, which holds 64, for implementations without ListenerSets.',
    ),
  dataPlane: z
    .strictObject({
      namespace: dnsLabel.describe('Namespace of the pods that carry connections for the Gateway.'),
      podLabels: z
        .record(z.string().min(1), z.string())
        .refine((labels) => Object.keys(labels).length > 0, 'at least one label')
        .describe('Labels of these pods; gates admit these alone.'),
    })
    .describe('The pods of the implementation that open connections to gates.'),
  sendsProxyProtocol: z
    .boolean()
    .default(false)
    .describe(
      'Whether the implementation is set up to send the PROXY protocol to gates, which no Gateway API field asks for; without it apps see the address of the data plane instead of the client’s.',
    ),
});

const k8sniff = z.strictObject({
  image: image.describe('Image whose /k8sniff is platform9/k8sniff or kubermatic/k8sniff.'),
});

const front = z.strictObject({
  engine: z
    .enum(['nginx', 'k8sniff', 'gateway-api'])
    .default('nginx')
    .describe(
      'What routes by name: `nginx`, with everything that Gatehouse has; `gateway-api`, an implementation of the Gateway API that the cluster has; `k8sniff`, for those who run it already: it loses most post-quantum hellos.',
    ),
  gatewayApi: gatewayApi.optional().describe('With engine gateway-api, and with it alone: the implementation.'),
  k8sniff: k8sniff.optional().describe('With engine k8sniff, and with it alone: where it comes from.'),
  replicas: z.int().min(2).max(50).default(2).describe('Pods of the SNI router.'),
  port: port.default(443).describe('Public port of the SNI router.'),
  ports: z
    .array(port)
    .max(32)
    .default([])
    .describe(
      'Further public ports, such as 3306, each a listener of the same router; `publicPort` of an endpoint names one.',
    ),
  serviceAnnotations: z
    .record(z.string(), z.string())
    .default({})
    .describe('Annotations of the LoadBalancer Service, for the cloud that provides it.'),
  redirect: redirect.optional().describe('Plain HTTP, whose every answer is to come back over TLS; none by default.'),
  connectionsPerAddress: z
    .int()
    .min(1)
    .max(16000)
    .default(1000)
    .describe(
      'How many connections one client address may have open at each pod of the front; more are closed at once. Where the load balancer shows its own address instead of the clients’, they all count as one.',
    ),
  helloSeconds: z
    .int()
    .min(1)
    .max(60)
    .default(5)
    .describe('How long a client may take to say which name it wants, from the first packet on, in seconds.'),
  idleSeconds: z
    .int()
    .min(60)
    .max(604800)
    .default(86400)
    .describe('How long a connection may carry nothing before the front closes it, in seconds.'),
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

export type FrontSettings = z.output<typeof front>;
/** The front of a platform that says nothing about it. */
export const usualFront: FrontSettings = front.parse({});

export type SecretsMode = z.output<typeof secrets>['mode'];
export type ExternalStore = z.output<typeof store>;

export type Monitoring = z.output<typeof monitoring>;

export type PlatformSpec = z.output<typeof platformSpec>;
export type Platform = Sourced<PlatformSpec>;
