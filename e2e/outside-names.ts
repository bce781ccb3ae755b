/** A DNS server in the cluster that knows the names of the servers outside. */
import { CLIENT_ADDRESS } from './environment';
import { claimNamespaces } from './installation';
import { applyObjects, podOf } from './kubectl';

export const NAMES_NAMESPACE = 'e2e-names';

const HOSTS = ['api', 'mail', 'other', 'members', 'misnamed', 'expired', 'b1.s3', 'b2.s3'].map(
  (name) => `${name}.outside.test`,
);

/** `1-2-3-4.ip.outside.test` is 1.2.3.4, and alias.outside.test another name of the API server's Service. */
const COREFILE = `.:53 {
  errors
  template IN A ip.outside.test {
    match "^(?P<a>[0-9]+)-(?P<b>[0-9]+)-(?P<c>[0-9]+)-(?P<d>[0-9]+)[.]ip[.]outside[.]test[.]$"
    answer "{{ .Name }} 1 IN A {{ .Group.a }}.{{ .Group.b }}.{{ .Group.c }}.{{ .Group.d }}"
  }
  template IN A alias.outside.test {
    answer "{{ .Name }} 1 IN CNAME kubernetes.default.svc.cluster.local."
    answer "kubernetes.default.svc.cluster.local. 1 IN A 10.96.0.1"
  }
  template IN AAAA outside.test {
    rcode NOERROR
  }
  hosts {
    ${CLIENT_ADDRESS} ${HOSTS.join(' ')}
    fallthrough
  }
  forward . 10.96.0.10
}
`;

/** The platform's DNS, in place of the cluster's, which asks it about everything else. */
export async function startNames(): Promise<void> {
  await claimNamespaces(NAMES_NAMESPACE);
  const metadata = { name: 'names', namespace: NAMES_NAMESPACE };
  const labels = { app: 'names' };
  const dns = (protocol: string): object => ({ name: protocol.toLowerCase(), port: 53, protocol });
  const container = {
    name: 'names',
    image: 'registry.k8s.io/coredns/coredns:v1.12.4',
    imagePullPolicy: 'IfNotPresent',
    args: ['-conf', '/etc/coredns/Corefile'],
    volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
  };
  const spec = { containers: [container], volumes: [{ name: 'config', configMap: { name: 'names' } }] };
  await applyObjects(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: COREFILE } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [dns('UDP'), dns('TCP')] } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, labels },
      spec: { automountServiceAccountToken: false, terminationGracePeriodSeconds: 1, ...spec },
    },
  );
  await podOf(NAMES_NAMESPACE, 'names');
}

/** Pods ask the cluster's own DNS for the name of that one, since their resolv.conf is the cluster's. */
export function clusterDnsPolicy(namespace: string): unknown {
  const peer = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  };
  const ports = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'test-cluster-dns', namespace },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [peer], ports }] },
  };
}
