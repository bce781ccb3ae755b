/** For tests: a tiny fleet of finished objects that every rule accepts, and changed copies of it with one thing broken. */
import { renderIssue } from '../model/issue';
import type { KubernetesObject, Manifest } from '../model/manifest';
import { isFields } from './fields';
import { verifyManifests } from './verify';

type Document = Readonly<Record<string, unknown>>;

/** The file is named after the object: `acme/deployment-shop.yaml`, `cluster/namespace-acme.yaml`. */
export function aManifest(
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
  rest?: Document,
): Manifest {
  const metadata = namespace === undefined ? { name } : { name, namespace };
  const path = `${namespace ?? 'cluster'}/${kind.toLowerCase()}-${name}.yaml`;
  return { path, object: { apiVersion, kind, metadata, ...rest } };
}

const CONTEXT = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
const RESOURCES = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: 1, memory: '64Mi' } };

/** A PodTemplateSpec with a sidecar on 8443 (`mesh`) and an app that reads a ConfigMap and a Secret. */
export function aPodTemplate(app: string): Document {
  const sidecar = {
    name: 'sidecar',
    image: 'nginx:1.30',
    restartPolicy: 'Always',
    ports: [{ name: 'mesh', containerPort: 8443 }],
    resources: RESOURCES,
    securityContext: CONTEXT,
    volumeMounts: [{ name: 'tls', mountPath: '/tls' }],
  };
  const container = {
    name: app,
    image: `${app}:1`,
    env: [{ name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } }],
    resources: RESOURCES,
    securityContext: { ...CONTEXT, readOnlyRootFilesystem: false },
  };
  return {
    metadata: { labels: { app } },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      serviceAccountName: 'runner',
      initContainers: [sidecar],
      containers: [container],
      volumes: [{ name: 'tls', secret: { secretName: 'tls', items: [{ key: 'tls.key', path: 'key' }] } }],
    },
  };
}

/** What a namespace holds apart from its workloads. */
function aNamespaceWithParts(namespace: string): Manifest[] {
  const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };
  return [
    aManifest('v1', 'Namespace', namespace),
    aManifest('v1', 'ServiceAccount', 'runner', namespace),
    aManifest('v1', 'ConfigMap', 'settings', namespace, { data: { mode: 'fast' } }),
    aManifest('v1', 'Secret', 'tls', namespace, { data: { 'tls.key': Buffer.from(PRIVATE_KEY).toString('base64') } }),
    aManifest('rbac.authorization.k8s.io/v1', 'RoleBinding', 'runner:view', namespace, {
      roleRef: role,
      subjects: [{ kind: 'ServiceAccount', name: 'runner', namespace }],
    }),
  ];
}

/** A Deployment and all that goes with it; the policy lets the namespace in and DNS out. */
export function anApp(namespace: string, app: string): Manifest[] {
  const selector = { matchLabels: { app } };
  const dns = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
  const policy = {
    podSelector: selector,
    ingress: [{ from: [{ podSelector: selector }], ports: [{ port: 8443 }] }],
    egress: [{ to: [{ ...dns, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }] }],
  };
  return [
    aManifest('apps/v1', 'Deployment', app, namespace, { spec: { selector, template: aPodTemplate(app) } }),
    aManifest('v1', 'Service', app, namespace, {
      spec: { selector: { app }, ports: [{ port: 443, targetPort: 'mesh' }] },
    }),
    aManifest('policy/v1', 'PodDisruptionBudget', app, namespace, { spec: { selector } }),
    aManifest('networking.k8s.io/v1', 'NetworkPolicy', app, namespace, { spec: policy }),
  ];
}

/** One tenant with one app: every rule is silent. */
export function aPassingTree(namespace = 'acme', apps: readonly string[] = ['shop']): Manifest[] {
  return [...aNamespaceWithParts(namespace), ...apps.flatMap((app) => anApp(namespace, app))];
}

/** Looks like a key to a machine and is none. */
export const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----\n${'MIGHAgEAMBMG'.repeat(8)}\n-----END PRIVATE KEY-----\n`;

/** Has the form of a value that is sealed for a key of 2048 bits. */
export const SEALED_VALUE = Buffer.concat([Buffer.of(1, 0), Buffer.alloc(256, 7), Buffer.alloc(30, 9)]).toString(
  'base64',
);

/**
 * A copy in which the one object of this kind has `value` at `path` (`spec/ports/0/port`), or nothing there where the
 * value is undefined. Throws where the tree has no such object, so that a test cannot pass by a misspelling.
 */
export function withChange(manifests: readonly Manifest[], kind: string, path: string, value: unknown): Manifest[] {
  if (!manifests.some(({ object }) => object.kind === kind)) throw new Error(`no ${kind} to change`);
  return manifests.map(({ path: file, object }) => {
    if (object.kind !== kind) return { path: file, object };
    // The copy has the fields of the object, and what a test breaks in it is for the rules to find.
    return { path: file, object: changed(object, path.split('/'), value) as KubernetesObject };
  });
}

function changed(target: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(target)) {
    const items: readonly unknown[] = target;
    if (Number(step) > items.length) throw new Error(`no item ${step} to change`);
    return Object.assign([...items], { [step]: changed(items[Number(step)], rest, value) });
  }
  return {
    ...(isFields(target) ? target : {}),
    [step]: changed(isFields(target) ? target[step] : undefined, rest, value),
  };
}

/** What all rules say, one text an issue: the rule's id and the rendered issue. */
export function verdict(manifests: readonly Manifest[]): string[] {
  return verifyManifests(manifests).map((issue) => `${issue.rule} ${renderIssue(issue)}`);
}
