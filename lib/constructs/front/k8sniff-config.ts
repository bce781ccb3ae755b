/**
 * What k8sniff reads: its own configuration, and the API that it wants and Kubernetes 1.22 took away, extensions/v1beta1
 * Ingress, as a read-only copy that an nginx in the same pod serves on loopback. k8sniff lists Ingresses and Services, and
 * lists them again a second after its watch ends, which here is at once: so a changed copy is taken over without a restart.
 * Sources: platform9/k8sniff server.go and config.go; client-go tools/cache (Reflector); Kubernetes 1.21 API reference.
 */
import type { Fleet } from '../../model/fleet';
import { planFrontRoutes, type FrontListener } from '../../model/front-routes';
import { fullServiceHost, GATE, namespaceOf } from '../../model/names';
import type { Platform } from '../../model/platform';
import { frontPortFor, isFirstPort, publicPortsOf } from '../../model/public-ports';
import { publicRoutes } from '../../model/public-routes';
import type { Tenant } from '../../model/tenant';
import { block, CONFIG_FOLDER, healthServer, mainContext, TEMPORARY_PATHS } from '../nginx-config';

/** Loopback, within the front's pod. */
const API_PORT = 8080;
const METRICS_PORT = 9091;

const KUBECONFIG = 'kubeconfig';
const INGRESSES = 'ingresses.json';
const SERVICES = 'services.json';

/** One process of k8sniff, which knows one port. */
export interface K8sniffPort {
  readonly publicPort: number;
  readonly port: number;
  readonly isFirst: boolean;
  /** Says that the process is alive. */
  readonly metricsPort: number;
}

/** Of the platform, not of what tenants use: no tenant restarts the front. */
export function k8sniffPorts(platform: Platform): K8sniffPort[] {
  return publicPortsOf(platform).map((publicPort, index) => ({
    publicPort,
    port: frontPortFor(platform, publicPort),
    isFirst: isFirstPort(platform, publicPort),
    metricsPort: METRICS_PORT + index,
  }));
}

/** Its own configuration file. */
export function k8sniffFile({ publicPort }: K8sniffPort): string {
  return `k8sniff-${publicPort}.json`;
}

/** All files of the front's ConfigMap but nginx.conf. */
export function renderK8sniffFiles(fleet: Fleet): Record<string, string> {
  const listeners = planFrontRoutes(fleet);
  const ports = k8sniffPorts(fleet.platform);
  return {
    ...Object.fromEntries(ports.map((port) => [k8sniffFile(port), json(k8sniffConfig(port))])),
    [KUBECONFIG]: json(kubeconfig()),
    [INGRESSES]: json(list('extensions/v1beta1', 'IngressList', ingressesOf(fleet, listeners))),
    [SERVICES]: json(list('v1', 'ServiceList', servicesOf(fleet, listeners))),
  };
}

/** nginx.conf of the copy. */
export function renderApiCopyConfig({ platform }: Fleet): string {
  const resource = (path: string, file: string): string =>
    block(`location = ${path}`, [
      'limit_except GET { deny all; }',
      '# A watch ends at once, and what changed is in the next list.',
      'if ($arg_watch) { return 200; }',
      `alias ${CONFIG_FOLDER}/${file};`,
    ]);
  const http = [
    ...TEMPORARY_PATHS,
    'access_log off;',
    'types { }',
    'default_type application/json;',
    block('server', [
      `listen 127.0.0.1:${API_PORT};`,
      resource('/apis/extensions/v1beta1/ingresses', INGRESSES),
      resource('/api/v1/services', SERVICES),
      'location / { return 404; }',
    ]),
    healthServer(),
  ];
  return [...mainContext({ platform, workers: 1, connections: 128 }), block('http', http), ''].join('\n');
}

/** Keys as encoding/json finds them, whatever their capitals. */
function k8sniffConfig({ port, metricsPort, publicPort }: K8sniffPort): unknown {
  return {
    bind: { host: '0.0.0.0', port },
    metrics: { host: '0.0.0.0', port: metricsPort, path: '/metrics' },
    kubernetes: { kubeconfig: `${CONFIG_FOLDER}/${KUBECONFIG}`, ingressClass: ingressClass(publicPort) },
  };
}

function kubeconfig(): unknown {
  const name = 'copy';
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: `http://127.0.0.1:${API_PORT}` } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: {} }],
    'current-context': name,
  };
}

/** One process for each public port, each with Ingresses of its own. */
function ingressClass(publicPort: number): string {
  return `gatehouse-${publicPort}`;
}

function list(apiVersion: string, kind: string, items: readonly unknown[]): unknown {
  return { apiVersion, kind, metadata: { resourceVersion: '1' }, items };
}

/** k8sniff knows whole hosts only: a rule for each. */
function ingressesOf({ platform, tenants }: Fleet, listeners: readonly FrontListener[]): unknown[] {
  return listeners.flatMap((listener) =>
    tenants.flatMap((tenant) => {
      const servicePort = portIn(listener, tenant);
      const routes = publicRoutes(platform, tenant).filter(({ publicPort }) => publicPort === listener.publicPort);
      const hosts = [...new Set(routes.map(({ host }) => host))];
      if (servicePort === undefined || hosts.length === 0) return [];
      const backend = { serviceName: GATE, servicePort };
      return [
        {
          metadata: {
            name: `${GATE}-${listener.publicPort}`,
            namespace: namespaceOf(tenant),
            annotations: { 'kubernetes.io/ingress.class': ingressClass(listener.publicPort) },
          },
          spec: { rules: hosts.map((host) => ({ host, http: { paths: [{ backend }] } })) },
        },
      ];
    }),
  );
}

/** k8sniff dials what stands as clusterIP, which may be a name as well: no address is known before a Service is there. */
function servicesOf({ platform, tenants }: Fleet, listeners: readonly FrontListener[]): unknown[] {
  return tenants.flatMap((tenant) => {
    const ports = listeners.flatMap((listener) => portIn(listener, tenant) ?? []);
    if (ports.length === 0) return [];
    return [
      {
        metadata: { name: GATE, namespace: namespaceOf(tenant) },
        spec: {
          clusterIP: fullServiceHost(platform, tenant.name, GATE),
          ports: ports.map((port) => ({ name: `gate-${port}`, port })),
        },
      },
    ];
  });
}

function portIn({ routes }: FrontListener, tenant: Tenant): number | undefined {
  return routes.find((route) => route.tenant === tenant.name)?.servicePort;
}

/** Over many lines, so that a change is seen as what it is. */
function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}
