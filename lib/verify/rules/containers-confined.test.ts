import { aManifest, aPassingTree, aPodTemplate, verdict, withChange } from '../sample-manifests';

const PREFIX = 'containers-confined acme/deployment-shop.yaml:1:1 ';
const pod = (path: string, value: unknown): string[] =>
  verdict(withChange(aPassingTree(), 'Deployment', `spec/template/${path}`, value));
const SHOP = 'spec/containers/0';

describe('containers-confined', () => {
  it('accepts a restricted pod, with a root file system that the user made writable', () => {
    expect(verdict(aPassingTree())).toEqual([]);
  });

  it.each([
    ['spec/volumes/1', { name: 'tmp', emptyDir: {} }],
    [`${SHOP}/securityContext/capabilities/add`, ['NET_BIND_SERVICE']],
    [`${SHOP}/securityContext/seccompProfile`, { type: 'Localhost', localhostProfile: 'a.json' }],
    [`${SHOP}/livenessProbe`, { httpGet: { port: 8080 } }],
    ['spec/securityContext/sysctls', [{ name: 'net.ipv4.ping_group_range', value: '0 1' }]],
    ['spec/hostNetwork', false],
    ['spec/hostPID', null],
  ])('accepts %s = %j', (path, value) => {
    expect(pod(path, value)).toEqual([]);
  });

  it.each([
    [
      `${SHOP}/resources/limits/cpu`,
      undefined,
      'container "shop": resources.limits.cpu is absent, a quantity above zero is wanted; set resources.limits.cpu',
    ],
    [
      `${SHOP}/resources/requests/memory`,
      '0',
      'container "shop": resources.requests.memory is "0", a quantity above zero is wanted; set resources.requests.memory',
    ],
    [
      `${SHOP}/securityContext/allowPrivilegeEscalation`,
      undefined,
      'container "shop": securityContext.allowPrivilegeEscalation is absent, only false is allowed; set securityContext.allowPrivilegeEscalation to false',
    ],
    [
      `${SHOP}/securityContext/readOnlyRootFilesystem`,
      undefined,
      'container "shop": securityContext.readOnlyRootFilesystem is absent, true is wanted, and false is allowed to those who write it; set securityContext.readOnlyRootFilesystem to true, or to false where the program must write to its own disk',
    ],
    [
      `${SHOP}/securityContext/capabilities/drop`,
      ['CHOWN'],
      'container "shop": securityContext.capabilities.drop is ["CHOWN"], it must hold "ALL"; set securityContext.capabilities.drop to ["ALL"]',
    ],
    [
      `${SHOP}/securityContext/capabilities/add`,
      ['SYS_ADMIN'],
      'container "shop": securityContext.capabilities.add is ["SYS_ADMIN"], only "NET_BIND_SERVICE" may be added; remove the other capabilities',
    ],
    [
      `${SHOP}/securityContext/privileged`,
      true,
      'container "shop": securityContext.privileged is true, only false is allowed; remove securityContext.privileged',
    ],
    [
      `${SHOP}/securityContext/runAsNonRoot`,
      false,
      'container "shop": securityContext.runAsNonRoot is false, here and in the pod, only true is allowed; set securityContext.runAsNonRoot to true in the pod',
    ],
    [
      `${SHOP}/securityContext/runAsUser`,
      0,
      'container "shop": securityContext.runAsUser is 0, any user but root is allowed; set securityContext.runAsUser to the number of another user, or remove it',
    ],
    [
      `${SHOP}/securityContext/seccompProfile`,
      { type: 'Unconfined' },
      'container "shop": securityContext.seccompProfile.type is "Unconfined", here and in the pod, only "RuntimeDefault" or "Localhost" is allowed; set securityContext.seccompProfile.type to RuntimeDefault in the pod',
    ],
    [
      `${SHOP}/securityContext/procMount`,
      'Unmasked',
      'container "shop": securityContext.procMount is "Unmasked", only "Default" is allowed; remove securityContext.procMount or write one of these',
    ],
    [
      `${SHOP}/ports`,
      [{ containerPort: 80, hostPort: 80 }],
      'container "shop": hostPort is 80, none is allowed; remove hostPort and make a Service',
    ],
    [
      `${SHOP}/readinessProbe`,
      { httpGet: { port: 80, host: '10.0.0.1' } },
      'container "shop": readinessProbe.httpGet.host is "10.0.0.1", only "" is allowed; remove readinessProbe.httpGet.host or write one of these',
    ],
    [
      'spec/initContainers/0/securityContext/privileged',
      true,
      'sidecar "sidecar": securityContext.privileged is true, only false is allowed; remove securityContext.privileged',
    ],
    [
      'spec/automountServiceAccountToken',
      undefined,
      'the pod: automountServiceAccountToken is absent, only false is allowed; set automountServiceAccountToken to false',
    ],
    ['spec/hostNetwork', true, 'the pod: hostNetwork is true, only false is allowed; remove hostNetwork'],
    ['spec/hostPID', true, 'the pod: hostPID is true, only false is allowed; remove hostPID'],
    ['spec/hostIPC', true, 'the pod: hostIPC is true, only false is allowed; remove hostIPC'],
    [
      'spec/shareProcessNamespace',
      true,
      'the pod: shareProcessNamespace is true, only false is allowed; remove shareProcessNamespace',
    ],
    [
      'spec/volumes/1',
      { name: 'x', hostPath: { path: '/' } },
      'volume "x" is of type "hostPath", allowed are configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected, secret; use a persistentVolumeClaim, or an emptyDir for what may be lost',
    ],
    [
      'spec/securityContext/sysctls',
      [{ name: 'kernel.msgmax', value: '1' }],
      'the pod sets the sysctl "kernel.msgmax", allowed are "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range" and 7 more; remove the sysctl',
    ],
    [
      'metadata/annotations',
      { 'container.apparmor.security.beta.kubernetes.io/shop': 'unconfined' },
      'the pod has the annotation "container.apparmor.security.beta.kubernetes.io/shop" with "unconfined", allowed are "runtime/default" and "localhost/…"; remove the annotation',
    ],
  ])('refuses %s = %j', (path, value, message) => {
    expect(pod(path, value)).toEqual([PREFIX + message]);
  });

  it.each([
    ['spec/securityContext/runAsUser', 0],
    ['spec/securityContext/seLinuxOptions', { type: 'spc_t' }],
    ['spec/securityContext/seLinuxOptions', { user: 'root' }],
    ['spec/securityContext/windowsOptions', { hostProcess: true }],
    ['spec/securityContext/appArmorProfile', { type: 'Unconfined' }],
    [`${SHOP}/securityContext/seLinuxOptions`, { role: 'sysadm_r' }],
    [`${SHOP}/securityContext/windowsOptions`, { hostProcess: true }],
    [`${SHOP}/securityContext/appArmorProfile`, { type: 'Unconfined' }],
    [`${SHOP}/livenessProbe`, { tcpSocket: { port: 80, host: '10.0.0.1' } }],
    [`${SHOP}/lifecycle`, { preStop: { httpGet: { port: 80, host: '10.0.0.1' } } }],
    [`${SHOP}/lifecycle`, { postStart: { tcpSocket: { port: 80, host: '10.0.0.1' } } }],
    [`${SHOP}/resources`, { requests: { cpu: 1, memory: '1Gi' }, limits: { cpu: 1, memory: 0 } }],
    ['spec/volumes/1', { name: 'x', nfs: { server: 'a', path: '/' } }],
  ])('refuses %s = %j with one issue', (path, value) => {
    expect(pod(path, value)).toEqual([expect.stringContaining(PREFIX)]);
  });

  it('asks every container where the pod is silent', () => {
    expect(pod('spec/securityContext/runAsNonRoot', undefined)).toEqual([
      `${PREFIX}container "shop": securityContext.runAsNonRoot is absent, here and in the pod, only true is allowed; set securityContext.runAsNonRoot to true in the pod`,
      `${PREFIX}sidecar "sidecar": securityContext.runAsNonRoot is absent, here and in the pod, only true is allowed; set securityContext.runAsNonRoot to true in the pod`,
    ]);
  });

  it('refuses a template without containers', () => {
    expect(pod('spec/containers', 'shop')).toEqual([
      `${PREFIX}the pod template has no containers; write spec.containers`,
    ]);
  });

  it('looks into every kind that makes pods', () => {
    const template = aPodTemplate('shop');
    const bare = { ...template, spec: { ...Object(template['spec']), hostIPC: true } as unknown };
    const selector = { matchLabels: { app: 'shop' } };
    const tree = [
      ...aPassingTree(),
      aManifest('v1', 'Pod', 'a', 'acme', { spec: bare.spec }),
      aManifest('batch/v1', 'Job', 'a', 'acme', { spec: { template: bare } }),
      aManifest('batch/v1', 'CronJob', 'a', 'acme', { spec: { jobTemplate: { spec: { template: bare } } } }),
      aManifest('apps/v1', 'DaemonSet', 'a', 'acme', { spec: { selector, template: bare } }),
      aManifest('apps/v1', 'StatefulSet', 'a', 'acme', { spec: { selector, template: bare } }),
      aManifest('apps/v1', 'ReplicaSet', 'a', 'acme', { spec: { selector, template: bare } }),
    ];
    const says = ':1:1 the pod: hostIPC is true, only false is allowed; remove hostIPC';
    expect(verdict(tree)).toEqual(
      ['cronjob', 'daemonset', 'job', 'pod', 'replicaset', 'statefulset'].map(
        (kind) => `containers-confined acme/${kind}-a.yaml${says}`,
      ),
    );
  });
});
