/**
 * The nginx container of front, gate and sidecar: not root, nothing writable but /tmp, no capabilities. Beside nginx, which
 * is process 1, a loop of a few fixed lines watches kubelet's `..data` links and takes a changed configuration, leaf or
 * trust over in place, once `nginx -t` accepts it. Sources: Kubernetes "Pod Security Standards" (restricted), "Mounted
 * ConfigMaps are updated automatically", nginx "Controlling nginx" (HUP, QUIT).
 */
import { NGINX_USER } from '../model/images';
import type { Platform } from '../model/platform';
import { HEALTH_PORT } from '../model/ports';
import type { Resources } from '../model/resources';
import { CONFIG_FILE, CONFIG_FOLDER } from './nginx-config';

/** Seconds in which Services and load balancers learn that a pod is going, before nginx stops to listen. */
export const DEREGISTRATION_SECONDS = 5;

const START = `
conf=${CONFIG_FOLDER}/${CONFIG_FILE}
mounted() { for folder in /etc/gatehouse/*; do readlink "$folder/..data"; done; }
taken=$(mounted)
while sleep 2; do
  now=$(mounted)
  [ "$now" = "$taken" ] && continue
  if nginx -q -t -c "$conf"; then kill -HUP 1 && taken=$now; else sleep 8; fi
done &
exec nginx -c "$conf" -g 'daemon off;'
`.trim();

/**
 * QUIT lets connections end by themselves; the container ends with nginx, and at the latest with the grace period.
 * A sidecar has none: Kubernetes signals it when the app has ended, but would run its preStop as soon as the pod is deleted,
 * when callers are still led to it (kubelet's killContainer waits for the turn after the hook; seen as refused connections).
 */
const STOP = `sleep ${DEREGISTRATION_SECONDS}; kill -QUIT 1; while sleep 1; do :; done`;

export interface NginxContainerProps {
  readonly platform: Platform;
  readonly name: string;
  readonly resources: Resources;
  /** Listeners that others may reach, by name. */
  readonly ports: readonly { readonly name?: string; readonly containerPort: number }[];
  /** Volumes and the folders they are mounted on, read-only. */
  readonly mounts: readonly { readonly name: string; readonly mountPath: string }[];
  /** Name of the writable emptyDir. */
  readonly temporaryVolume: string;
  /** Whether it starts before and ends after the pod's containers (a native sidecar, Kubernetes 1.29). */
  readonly isSidecar: boolean;
}

/** Confined as Pod Security `restricted` wants it, and read-only besides. */
export const CONFINED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

// What all of them have in common is one object each, which nobody changes.
const COMMAND = ['/bin/sh', '-c', START];
const HEALTH = { containerPort: HEALTH_PORT, name: 'health' };
const SECURITY = { ...CONFINED, runAsUser: NGINX_USER, runAsGroup: NGINX_USER };
const READY = { httpGet: { path: '/ready', port: HEALTH_PORT } };
const PROBES = {
  startupProbe: { ...READY, periodSeconds: 1, failureThreshold: 60 },
  readinessProbe: { ...READY, periodSeconds: 5, timeoutSeconds: 2 },
  livenessProbe: { ...READY, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
};
const SIDECAR_ONLY = { restartPolicy: 'Always' };
const LAST_ONLY = { lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', STOP] } } } };

export function nginxContainer(props: NginxContainerProps): Record<string, unknown> {
  const mounts = props.mounts.map(({ name, mountPath }): unknown => ({ name, mountPath, readOnly: true }));
  return {
    name: props.name,
    image: props.platform.spec.images.nginx,
    imagePullPolicy: 'IfNotPresent',
    command: COMMAND,
    ports: [props.ports, HEALTH].flat(),
    resources: props.resources,
    securityContext: SECURITY,
    ...PROBES,
    ...(props.isSidecar ? SIDECAR_ONLY : LAST_ONLY),
    volumeMounts: mounts.concat({ name: props.temporaryVolume, mountPath: '/tmp' }),
  };
}

/** An emptyDir in memory: nginx's temporary files and its process id. */
export function temporaryVolume(name: string): Record<string, unknown> {
  return { name, emptyDir: { sizeLimit: '64Mi' } };
}

/** A stopping pod's time: others learn of it, connections end, a margin. */
export function gracePeriodSeconds(platform: Platform): number {
  return DEREGISTRATION_SECONDS + platform.spec.drain.stopSeconds + 5;
}
