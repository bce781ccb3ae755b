/** Pods that Gatehouse has nothing to do with, in a namespace without policies: for control experiments and for tools. */
import { NGINX_USER } from '../lib/model/images';
import { IMAGE } from './environment';
import { claimNamespaces } from './installation';
import { applyObjects, podOf } from './kubectl';

export const PLAIN_NAMESPACE = 'e2e-plain';
export const PLAIN_PORT = 8080;

/** Answers cleartext HTTP on every address. */
export const PLAIN_SERVER = 'plain-server';
export const PLAIN_CLIENT = 'plain-client';
/** Sees the node's network. */
export const WATCHER = 'watcher';
/** Runs `nginx -t`. */
export const NGINX_BENCH = 'nginx-bench';

function pod(
  name: string,
  command: readonly string[],
  spec: Readonly<Record<string, unknown>> = {},
  volumeMounts: readonly unknown[] = [],
): unknown {
  const container = { name, image: IMAGE, imagePullPolicy: 'IfNotPresent', command, volumeMounts };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: PLAIN_NAMESPACE, labels: { app: name } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      containers: [container],
      ...spec,
    },
  };
}

/** The user that sidecars run as, with a folder of his own where nginx looks for its files. */
const SIDECAR_USER = {
  securityContext: { runAsUser: NGINX_USER, runAsGroup: NGINX_USER, fsGroup: NGINX_USER },
  volumes: [{ name: 'files', emptyDir: {} }],
};

const WAIT = ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'];

const PODS: Readonly<Record<string, unknown>> = {
  [PLAIN_SERVER]: pod(PLAIN_SERVER, ['python3', '-u', '-m', 'http.server', '--directory', '/etc', String(PLAIN_PORT)]),
  [PLAIN_CLIENT]: pod(PLAIN_CLIENT, WAIT),
  [WATCHER]: pod(WATCHER, WAIT, { hostNetwork: true }),
  [NGINX_BENCH]: pod(NGINX_BENCH, WAIT, SIDECAR_USER, [{ name: 'files', mountPath: '/etc/gatehouse' }]),
};

export async function startPlainPods(...names: string[]): Promise<void> {
  await claimNamespaces(PLAIN_NAMESPACE);
  await applyObjects(...names.map((name) => PODS[name]));
  for (const name of names) await podOf(PLAIN_NAMESPACE, name);
}
