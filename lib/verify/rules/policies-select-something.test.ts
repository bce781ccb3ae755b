import { aManifest, aPassingTree, verdict, withChange } from '../sample-manifests';

const PREFIX = 'policies-select-something acme/networkpolicy-shop.yaml:1:1 ';
const policy = (path: string, value: unknown): string[] =>
  verdict(withChange(aPassingTree(), 'NetworkPolicy', `spec/${path}`, value));
const byName = (name: string): object => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });

describe('policies-select-something', () => {
  it('accepts policies whose every selector finds something', () => {
    expect(verdict(aPassingTree())).toEqual([]);
  });

  it.each([
    ['podSelector', {}],
    ['ingress/0/from/0', { ipBlock: { cidr: '10.0.0.0/8' } }],
    ['ingress/0/from/0', { podSelector: {} }],
    ['ingress/0/from/0', { namespaceSelector: {} }],
    ['ingress/0/from/0', { namespaceSelector: byName('acme'), podSelector: { matchLabels: { app: 'shop' } } }],
    ['ingress/0/from/0', { namespaceSelector: byName('kube-system'), podSelector: { matchLabels: { app: 'x' } } }],
    ['egress/0/to/0', { namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
    ['ingress/0/ports/0', { port: 'mesh' }],
    ['ingress/0/ports/0', { port: 8000, endPort: 9000 }],
    ['ingress/0/ports/0', { protocol: 'TCP' }],
  ])('accepts %s = %j', (path, value) => {
    expect(policy(path, value)).toEqual([]);
  });

  it('accepts a DNS outside of the tree, and nothing else there', () => {
    const to = [{ namespaceSelector: byName('openshift-dns'), podSelector: { matchLabels: { dns: 'default' } } }];
    expect(policy('egress/0', { to, ports: [{ protocol: 'UDP', port: 53 }] })).toEqual([]);
    for (const ports of [[], [{ port: 53 }, { port: 443 }], [{ port: 5353 }]])
      expect(policy('egress/0', { to, ports })).toHaveLength(1);
  });

  it('does not take pods that are nowhere for pods of kube-system, where the selector means other namespaces too', () => {
    const peer = { namespaceSelector: {}, podSelector: { matchLabels: { app: 'till' } } };
    expect(policy('egress/0/to/0', peer)).toEqual([
      `${PREFIX}a peer under to has the podSelector {"matchLabels":{"app":"till"}}, which selects no pod of the namespaces that it selects; write the labels of the pods that are meant, or remove the peer`,
    ]);
  });

  it('takes a policy’s word for a namespace that is somebody else’s, by its name alone', () => {
    const outside = { namespaceSelector: byName('edge'), podSelector: { matchLabels: { app: 'proxy' } } };
    const named = (peer: object): string[] =>
      verdict(
        withChange(
          withChange(aPassingTree(), 'NetworkPolicy', 'spec/ingress/0/from/0', peer),
          'NetworkPolicy',
          'metadata/annotations',
          { 'gatehouse.dev/external-namespaces': 'edge, other' },
        ),
      );
    expect(named(outside)).toEqual([]);
    expect(policy('ingress/0/from/0', outside)).toHaveLength(1);
    expect(policy('ingress/0/from/0', { namespaceSelector: byName('') })).toHaveLength(1);
    const more = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['edge', 'x'] }] };
    const others = [byName('edg'), { matchLabels: { team: 'edge' } }, more].map((namespaceSelector) => ({
      ...outside,
      namespaceSelector,
    }));
    expect(others.map((peer) => named(peer).length)).toEqual([1, 1, 1]);
  });

  it('matches namespaces by their own labels', () => {
    const tree = withChange(aPassingTree(), 'NetworkPolicy', 'spec/ingress/0/from/0', {
      namespaceSelector: { matchLabels: { team: 'a' } },
    });
    expect(verdict(tree)).toHaveLength(1);
    expect(verdict(withChange(tree, 'Namespace', 'metadata/labels', { team: 'a' }))).toEqual([]);
  });

  it('accepts a default policy of a namespace without pods', () => {
    const spec = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
    const empty = [
      aManifest('v1', 'Namespace', 'zeta'),
      aManifest('networking.k8s.io/v1', 'NetworkPolicy', 'no', 'zeta', { spec }),
    ];
    expect(verdict(empty)).toEqual([]);
  });

  it.each([
    [
      'podSelector/matchLabels/app',
      'shpo',
      'spec.podSelector {"matchLabels":{"app":"shpo"}} selects no pod of namespace "acme", so the policy guards nothing; write the labels of the pods that it is for, or remove the policy',
    ],
    [
      'podSelector',
      { matchExpressions: [{ key: 'app', operator: 'Is', values: ['shop'] }] },
      'spec.podSelector {"matchExpressions":[{"key":"app","operator":"Is","values":["shop"]}]} selects no pod of namespace "acme", so the policy guards nothing; write the labels of the pods that it is for, or remove the policy',
    ],
    [
      'ingress/0/from/0/podSelector/matchLabels/app',
      'till',
      'a peer under from has the podSelector {"matchLabels":{"app":"till"}}, which selects no pod of namespace "acme"; write the labels of the pods that are meant, or remove the peer',
    ],
    [
      'ingress/0/from/0',
      { namespaceSelector: byName('zeta') },
      'a peer under from has the namespaceSelector {"matchLabels":{"kubernetes.io/metadata.name":"zeta"}}, which selects no namespace; write labels of a namespace of the tree, such as its kubernetes.io/metadata.name',
    ],
    [
      'egress/0/to/0',
      { namespaceSelector: byName('acme'), podSelector: { matchLabels: { app: 'till' } } },
      'a peer under to has the podSelector {"matchLabels":{"app":"till"}}, which selects no pod of the namespaces that it selects; write the labels of the pods that are meant, or remove the peer',
    ],
    [
      'ingress/0/ports/0/port',
      8080,
      'ingress port 8080 (TCP) is declared by no selected pod (their ports: "8443/TCP (mesh)"); correct the port, or declare it under ports of the container that listens on it',
    ],
    [
      'ingress/0/ports/0/protocol',
      'UDP',
      'ingress port 8443 (UDP) is declared by no selected pod (their ports: "8443/TCP (mesh)"); correct the port, or declare it under ports of the container that listens on it',
    ],
  ])('refuses %s = %j', (path, value, message) => {
    expect(policy(path, value)).toEqual([PREFIX + message]);
  });
});
