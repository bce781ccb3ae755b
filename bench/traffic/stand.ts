/** The stand: the fleet on the cluster, the same servers without Gatehouse, and a pod that the load comes from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE } from '../../e2e/environment';
import { copyFleet, synthesize } from '../../e2e/fleet-copy';
import { applyAll, claimNamespaces, namespacesOf, waitUntilReady } from '../../e2e/installation';
import { addressOf, applyObjects, podOf } from '../../e2e/kubectl';

export const TENANT = 'e2e-traffic';
const OUTSIDE = 'e2e-plain';
const PROGRAMS = join(__dirname, 'programs');
const DIRECT_PORT = 8443;

/** A container whose processor time and memory count. */
export interface Tier {
  readonly name: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** A way to a server: `https://<host>:<port>/`, with the host's address in the load pod's /etc/hosts. */
export interface Way {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly tiers: readonly Tier[];
}

export interface Stand {
  readonly load: { readonly namespace: string; readonly pod: string };
  readonly direct: Readonly<Record<Server, Way>>;
  readonly through: Readonly<Record<Server, Way>>;
}

export const SERVERS = ['constant', 'busy'] as const;
export type Server = (typeof SERVERS)[number];

/** Puts everything up; the caller removes it with `removeEverything`. */
export async function putUp(): Promise<Stand> {
  const copy = copyFleet('bench/traffic/fleet');
  await synthesize(copy);
  await claimNamespaces(...namespacesOf(copy), OUTSIDE);
  await applyObjects(programsOf(TENANT), programsOf(OUTSIDE));
  await applyAll(copy);
  await applyObjects(...SERVERS.map(directPod));
  await waitUntilReady(...namespacesOf(copy));
  const front = await tierOf('front', 'gatehouse-front', 'nginx', 'nginx');
  const gate = await tierOf('gate', TENANT, 'nginx', 'nginx');
  const through = await wayOfEach(async (server) => ({
    host: `web.${server}.${TENANT}.e2e.example`,
    address: addressOf(await podOf('gatehouse-front', 'nginx')),
    port: 8443,
    tiers: [
      front,
      gate,
      await tierOf('sidecar', TENANT, server, 'gatehouse-sidecar'),
      await tierOf('app', TENANT, server, server),
    ],
  }));
  const direct = await wayOfEach(async (server) => ({
    host: `${server}.direct.example`,
    address: addressOf(await podOf(OUTSIDE, server)),
    port: DIRECT_PORT,
    tiers: [await tierOf('app', OUTSIDE, server, server)],
  }));
  await applyObjects(loadPod([...Object.values(through), ...Object.values(direct)]));
  return { load: { namespace: OUTSIDE, pod: (await podOf(OUTSIDE, 'load')).metadata.name }, direct, through };
}

async function wayOfEach(make: (server: Server) => Promise<Way>): Promise<Record<Server, Way>> {
  return { constant: await make('constant'), busy: await make('busy') };
}

/** @param member a container of the pod, by which it is found */
async function tierOf(name: string, namespace: string, member: string, container: string): Promise<Tier> {
  return { name, namespace, pod: (await podOf(namespace, member)).metadata.name, container };
}

function programsOf(namespace: string): unknown {
  const data = Object.fromEntries(readdirSync(PROGRAMS).map((f) => [f, readFileSync(join(PROGRAMS, f), 'utf8')]));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'traffic-programs', namespace }, data };
}

const PROGRAM_VOLUMES = [
  { name: 'programs', configMap: { name: 'traffic-programs' } },
  { name: 'scratch', emptyDir: {} },
];

function plainPod(name: string, command: readonly string[], more: Readonly<Record<string, unknown>> = {}): unknown {
  const volumeMounts = [
    { name: 'programs', mountPath: '/programs' },
    { name: 'scratch', mountPath: '/tmp' },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: OUTSIDE, labels: { app: name } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsUser: 1000 },
      containers: [{ name, image: IMAGE, imagePullPolicy: 'IfNotPresent', command, volumeMounts }],
      volumes: PROGRAM_VOLUMES,
      ...more,
    },
  };
}

function directPod(server: Server): unknown {
  return server === 'constant'
    ? plainPod(server, ['sh', '/programs/constant.sh', `0.0.0.0:${DIRECT_PORT}`, 'ssl'])
    : plainPod(server, ['python3', '-u', '/programs/busy.py', '0.0.0.0', String(DIRECT_PORT), 'ssl']);
}

function loadPod(ways: readonly Way[]): unknown {
  const addresses = [...new Set(ways.map(({ address }) => address))];
  const hostAliases = addresses.map((ip) => ({
    ip,
    hostnames: ways.filter(({ address }) => address === ip).map(({ host }) => host),
  }));
  return plainPod('load', ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'], { hostAliases });
}
