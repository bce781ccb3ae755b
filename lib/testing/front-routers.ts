/**
 * Where each front engine leads a name, worked out from the finished objects as that engine's documentation or source says:
 * three evaluations of the tests' own, which share no code with what draws the objects, nor with one another.
 */
import type { KubernetesObject } from '../model/manifest';
import { dataOf, find, findAll, nginxOf } from './drawn-fleet';
import { bodies, named, values, type Directive } from './parse-nginx';

/** `gate.acme:8443`; undefined where the connection is closed. */
export type Router = (publicPort: number, name: string) => string | undefined;

const NAMESPACE = 'gatehouse-front';
const CLUSTER = '.svc.cluster.local';

interface ServicePort {
  readonly port: number;
  readonly targetPort: number;
}

/** Container port behind the public one. */
function targetOf(objects: readonly KubernetesObject[], publicPort: number): number | undefined {
  const { ports } = find(objects, 'Service', 'front', NAMESPACE)['spec'] as { ports: readonly ServicePort[] };
  return ports.find(({ port }) => port === publicPort)?.targetPort;
}

/** nginx ngx_stream_map_module: exact names, then the longest suffix; names are compared in small letters, without a last dot. */
export function routeByNginx(objects: readonly KubernetesObject[]): Router {
  const [stream = []] = bodies(nginxOf(objects, 'front-config', NAMESPACE), 'stream');
  return (publicPort, name) => {
    const listen = String(targetOf(objects, publicPort));
    const server = bodies(stream, 'server').find((lines) => values(lines, 'listen')[0]?.split(' ')[0] === listen);
    const variable = server === undefined ? undefined : values(server, 'proxy_pass')[0];
    const maps = named(stream, 'map').filter(({ words }) => words[2]?.text === variable);
    const key = name.toLowerCase().replace(/\.$/, '');
    const found = lookUp(maps[0]?.body ?? [], key);
    return found === undefined ? undefined : found.replace(CLUSTER, '');
  };
}

function lookUp(lines: readonly Directive[], key: string): string | undefined {
  const entries = new Map(lines.map(({ words }) => [words[0]?.text ?? '', words[1]?.text ?? '']));
  if (entries.has(key)) return entries.get(key);
  const labels = key.split('.');
  for (let i = 0; i < labels.length; i++) {
    const value = entries.get(`.${labels.slice(i).join('.')}`);
    if (value !== undefined) return value;
  }
  return undefined;
}

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string;
  readonly tls: { readonly mode: string };
  readonly allowedRoutes: { readonly namespaces: { readonly from: string; readonly selector?: unknown } };
}

interface ParentRef {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
}

interface RouteSpec {
  readonly hostnames: readonly string[];
  readonly parentRefs: readonly ParentRef[];
  readonly rules: readonly { readonly backendRefs: readonly { readonly name: string; readonly port: number }[] }[];
}

/** Gateway API "Hostname": `*.a` takes all below `a`, of any depth, and not `a`. */
function covers(pattern: string, name: string): boolean {
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) && name.length >= pattern.length : pattern === name;
}

/** Gateway API: the most specific listener takes a name; of its routes, the most specific hostname. */
export function routeByGateway(objects: readonly KubernetesObject[]): Router {
  const gateway = find(objects, 'Gateway', 'front', NAMESPACE);
  const sets = findAll(objects, 'ListenerSet').filter(({ metadata }) => metadata.namespace === NAMESPACE);
  const listeners = [gateway, ...sets].flatMap((holder) =>
    (holder['spec'] as { listeners: readonly Listener[] }).listeners.map((listener) => ({ holder, listener })),
  );
  const routes = findAll(objects, 'TLSRoute');
  return (publicPort, name) => {
    const key = name.toLowerCase();
    const taken = listeners
      .filter(
        ({ listener }) => listener.port === publicPort && listener.protocol === 'TLS' && covers(listener.hostname, key),
      )
      .toSorted((a, b) => b.listener.hostname.length - a.listener.hostname.length)[0];
    if (taken?.listener.tls.mode !== 'Passthrough') return undefined;
    const { namespaces } = taken.listener.allowedRoutes;
    const from =
      namespaces.from === 'Same'
        ? NAMESPACE
        : (namespaces.selector as { matchLabels: Record<string, string> }).matchLabels['kubernetes.io/metadata.name'];
    const found = routes
      .filter(({ metadata }) => metadata.namespace === from)
      .map(({ metadata, ...rest }) => ({ metadata, spec: rest['spec'] as RouteSpec }))
      .find(
        ({ spec }) =>
          spec.parentRefs.some(
            ({ kind, namespace, name: parent, sectionName = taken.listener.name }) =>
              kind === taken.holder.kind &&
              namespace === NAMESPACE &&
              parent === taken.holder.metadata.name &&
              sectionName === taken.listener.name,
          ) && spec.hostnames.some((hostname) => covers(hostname, key)),
      );
    const [backend] = found?.spec.rules[0]?.backendRefs ?? [];
    return backend === undefined ? undefined : `${backend.name}.${String(found?.metadata.namespace)}:${backend.port}`;
  };
}

interface Ingress {
  readonly metadata: { readonly namespace: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly rules: readonly {
      readonly host: string;
      readonly http: { readonly paths: readonly { readonly backend: { serviceName: string; servicePort: number } }[] };
    }[];
  };
}

interface CopiedService {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly clusterIP: string };
}

/** platform9/k8sniff, server.go: `^QuoteMeta(host)$`, the first that fits; what stands as clusterIP is dialled. */
export function routeByK8sniff(objects: readonly KubernetesObject[]): Router {
  const files = dataOf(find(objects, 'ConfigMap', 'front-config', NAMESPACE));
  const read = (file: string): unknown => JSON.parse(files[file] ?? 'null');
  const { items: ingresses } = read('ingresses.json') as { items: readonly Ingress[] };
  const { items: services } = read('services.json') as { items: readonly CopiedService[] };
  return (publicPort, name) => {
    const process = read(`k8sniff-${publicPort}.json`) as {
      bind: { port: number };
      kubernetes: { ingressClass: string };
    } | null;
    if (process === null || process.bind.port !== targetOf(objects, publicPort)) return undefined;
    for (const { metadata, spec } of ingresses) {
      if (metadata.annotations['kubernetes.io/ingress.class'] !== process.kubernetes.ingressClass) continue;
      const backend = spec.rules.find(({ host }) => host === name)?.http.paths[0]?.backend;
      const service = services.find(
        (candidate) =>
          candidate.metadata.namespace === metadata.namespace && candidate.metadata.name === backend?.serviceName,
      );
      if (backend !== undefined && service !== undefined)
        return `${service.spec.clusterIP.replace(CLUSTER, '')}:${backend.servicePort}`;
    }
    return undefined;
  };
}
