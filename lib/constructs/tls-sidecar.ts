/** Puts a TLS sidecar round an app's pod: a pure function from the user's PodSpec to the finished one. */
import type { App } from '../model/app';
import { hasEdge, isServed } from '../model/endpoint';
import { planAppSecret, type LeafSecretPlan } from '../model/leaf-secrets';
import { RESERVED_PREFIX, SIDECAR_CONTAINER, sidecarConfigMapOf } from '../model/names';
import { planAppOwnLeaves, type OwnLeaf } from '../model/own-certificates';
import type { Platform } from '../model/platform';
import type { Container, PodSpec } from '../model/pod';
import { edgePort, meshPort, RESERVED_PORTS } from '../model/ports';
import { SIDECAR, withDefaultResources } from '../model/resources';
import type { Tenant } from '../model/tenant';
import { carriedProbes } from './carried-probes';
import { leafVolume, trustVolume } from './leaf-volumes';
import { CONFIG_FOLDER, LEAF_FOLDER, TRUST_FOLDER } from './nginx-config';
import { CONFINED, DEREGISTRATION_SECONDS, nginxContainer, temporaryVolume } from './nginx-container';
import { OWN_LEAF_FOLDER, ownLeafVolume } from './own-leaves';
import { outsideVolumes } from './outside-files';
import { withPublicHosts } from './public-host-variables';

const VOLUMES = {
  config: `${RESERVED_PREFIX}config`,
  leaf: `${RESERVED_PREFIX}leaf`,
  trust: `${RESERVED_PREFIX}trust`,
  own: `${RESERVED_PREFIX}own`,
  temporary: `${RESERVED_PREFIX}tmp`,
} as const;

const TEMPORARY = temporaryVolume(VOLUMES.temporary);
const MOUNTS = [
  { name: VOLUMES.config, mountPath: CONFIG_FOLDER },
  { name: VOLUMES.leaf, mountPath: LEAF_FOLDER },
  { name: VOLUMES.trust, mountPath: TRUST_FOLDER },
];
const OWN_MOUNT = { name: VOLUMES.own, mountPath: OWN_LEAF_FOLDER };

/** The user's pod with its sidecar: started before it and stopped after it, its containers confined, its probes carried. */
export function withTlsSidecar(platform: Platform, tenant: Tenant, app: App): Record<string, unknown> {
  const { pod } = app.spec;
  const ownLeaves = planAppOwnLeaves(platform, tenant, app);
  const own = (container: Container): Container => withPublicHosts(platform, tenant, app, confined(container));
  return {
    ...pod,
    serviceAccountName: app.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity(pod),
    initContainers: [sidecar(platform, app, ownLeaves), (pod.initContainers ?? []).map(own)].flat(),
    containers: pod.containers.map((container) => withGoodbye(platform, app, own(container))),
    volumes: [pod.volumes ?? [], sidecarVolumes(platform, planAppSecret(platform, tenant, app), app, ownLeaves)].flat(),
  };
}

function sidecar(platform: Platform, app: App, ownLeaves: readonly OwnLeaf[]): Record<string, unknown> {
  const { endpoints, egresses } = app.spec;
  return nginxContainer({
    platform,
    name: SIDECAR_CONTAINER,
    resources: SIDECAR,
    ports: [
      endpoints.flatMap((one) => (isServed(one) ? { containerPort: meshPort(one.port) } : [])),
      endpoints.flatMap((one) => (hasEdge(one) ? { containerPort: edgePort(one.port) } : [])),
    ].flat(),
    mounts: [MOUNTS, outsideVolumes(egresses), ownLeaves.length === 0 ? [] : OWN_MOUNT].flat(),
    temporaryVolume: VOLUMES.temporary,
    isSidecar: true,
  });
}

/** Objects with stable names: what is in them may change without a restart. */
function sidecarVolumes(
  platform: Platform,
  secret: LeafSecretPlan,
  app: App,
  ownLeaves: readonly OwnLeaf[],
): Record<string, unknown>[] {
  return [
    { name: VOLUMES.config, configMap: { name: sidecarConfigMapOf(app.name) } },
    { name: VOLUMES.leaf, ...leafVolume(platform, secret) },
    { name: VOLUMES.trust, ...trustVolume(platform, secret) },
    outsideVolumes(app.spec.egresses).map(({ name, source }) => ({ name, ...source })),
    ownLeaves.length === 0 ? [] : { name: VOLUMES.own, ...ownLeafVolume(ownLeaves) },
    TEMPORARY,
  ].flat();
}

const SECCOMP = { type: 'RuntimeDefault' };
const RESERVED = { name: 'net.ipv4.ip_local_reserved_ports', value: RESERVED_PORTS };

function podSecurity(pod: PodSpec): Record<string, unknown> {
  const { sysctls = [], ...given } = pod.securityContext ?? {};
  return { runAsNonRoot: true, seccompProfile: SECCOMP, ...given, sysctls: sysctls.concat(RESERVED) };
}

/** Read-only and without privileges unless the container says otherwise; Pod Security `restricted` has the last word. */
function confined(container: Container): Container {
  const { capabilities, ...given } = container.securityContext ?? {};
  const own = typeof capabilities === 'object' ? capabilities : {};
  return {
    imagePullPolicy: 'IfNotPresent',
    ...container,
    ...carriedProbes(container),
    resources: { ...container.resources, ...withDefaultResources(container.resources ?? {}) },
    securityContext: { ...CONFINED, ...given, capabilities: { ...CONFINED.capabilities, ...own } },
  };
}

/**
 * A served container waits before it is told to stop, until nobody is led to it any more. `preStop.sleep` needs no shell in
 * the image (Kubernetes 1.30); a container with a preStop of its own keeps that.
 */
function withGoodbye(platform: Platform, app: App, container: Container): Container {
  const hasSleep = Number(platform.spec.kubernetesVersion.split('.')[1]) >= 30;
  if (!hasSleep || !app.spec.endpoints.some(isServed) || container.lifecycle?.['preStop'] !== undefined)
    return container;
  return {
    ...container,
    lifecycle: { ...container.lifecycle, preStop: { sleep: { seconds: DEREGISTRATION_SECONDS } } },
  };
}
