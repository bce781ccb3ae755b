/**
 * kubelet cannot reach an app that listens on 127.0.0.1, so its httpGet probes go to the sidecar's health listener, which
 * carries the question inside. Only whether it was answered well comes back, never a byte of the answer, since that
 * listener is not encrypted. Sources: Kubernetes "Configure Probes" (200 to 399 is a yes), nginx ngx_http_auth_request_module.
 */
import { PROBE_KINDS, type Container, type PodSpec, type Probe, type ProbeKind } from '../model/pod';
import { HEALTH_PORT } from '../model/ports';
import { block, word } from './nginx-config';

type HttpGet = NonNullable<Probe['httpGet']>;

const ALIVE = '/gatehouse/alive';

function locationOf(container: Container, kind: ProbeKind): string {
  return `/gatehouse/probe/${container.name}/${kind}`;
}

/** The httpGet probes of the container, led to the sidecar. */
export function carriedProbes(container: Container): Partial<Record<ProbeKind, Probe>> {
  const carried: Partial<Record<ProbeKind, Probe>> = {};
  for (const kind of PROBE_KINDS) {
    const probe = container[kind];
    if (probe?.httpGet === undefined) continue;
    carried[kind] = { ...probe, httpGet: { path: locationOf(container, kind), port: HEALTH_PORT } };
  }
  return carried;
}

/** Locations of the health listener for every httpGet probe of the pod's containers. */
export function renderProbes(pod: PodSpec): string[] {
  const carried = [...(pod.initContainers ?? []), ...pod.containers].flatMap((container) =>
    PROBE_KINDS.flatMap((kind) => {
      const httpGet = container[kind]?.httpGet;
      return httpGet === undefined ? [] : probeLocations(locationOf(container, kind), container, httpGet);
    }),
  );
  return carried.length === 0 ? [] : [...carried, block(`location = ${ALIVE}`, ['internal;', 'return 204;'])];
}

function probeLocations(location: string, container: Container, httpGet: HttpGet): string[] {
  const inner = `${word(location)}/app`;
  const asked = [
    'internal;',
    'proxy_pass_request_body off;',
    'proxy_set_header Content-Length "";',
    headers(httpGet).map(({ name, value }) => `proxy_set_header ${word(name)} "${value}";`),
    'proxy_intercept_errors on;',
    `error_page 300 301 302 303 304 307 308 =204 ${ALIVE};`,
    `proxy_pass http://127.0.0.1:${portOf(container, httpGet)}${word(httpGet.path)};`,
  ];
  return [
    block(`location = ${word(location)}`, [`auth_request ${inner};`, 'try_files "" =204;']),
    block(`location = ${inner}`, asked.flat()),
  ];
}

/** As kubelet would send them: its own Host unless the probe names one. */
function headers({ httpHeaders = [] }: HttpGet): NonNullable<HttpGet['httpHeaders']> {
  const namesHost = httpHeaders.some(({ name }) => name.toLowerCase() === 'host');
  return namesHost ? httpHeaders : [KUBELETS_HOST].concat(httpHeaders);
}

const KUBELETS_HOST = { name: 'Host', value: '$http_host' };

function portOf(container: Container, { port }: HttpGet): number {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port);
  if (named === undefined)
    throw new Error(`no port ${port} in container ${container.name}; checkPod should have said so`);
  return named.containerPort;
}
