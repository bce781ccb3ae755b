/** What bounds a tenant: Pod Security, quota, and what its people may do. */
import type { PlatformChanges } from '../testing/a-platform';
import type { TenantChanges } from '../testing/a-tenant';
import { drawFleet, find, findAll } from '../testing/drawn-fleet';
import type { KubernetesObject } from '../model/manifest';

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

function drawTenant(tenant: TenantChanges = {}, platform: PlatformChanges = {}): KubernetesObject[] {
  return drawFleet({ platform, tenants: [tenant] }).filter(({ metadata }) => metadata.namespace !== 'gatehouse-front');
}

/** As the API server answers, whole resources and sub-resources. */
function mayAdmins(verb: string, resource: string, group = ''): boolean {
  const rules = find(drawTenant(), 'Role', 'tenant-admin')['rules'] as readonly PolicyRule[];
  const covers = (list: readonly string[], value: string): boolean => list.includes(value) || list.includes('*');
  return rules.some((r) => covers(r.apiGroups, group) && covers(r.resources, resource) && covers(r.verbs, verb));
}

test('Pod Security is enforced at its strictest, in the version of the cluster', () => {
  for (const name of ['acme', 'gatehouse-front']) {
    const objects = drawFleet({ platform: { kubernetesVersion: '1.31' } });
    expect(find(objects, 'Namespace', name).metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.31',
    });
  }
});

test('Argo CD asks a person before it deletes a customer', () => {
  const { annotations } = find(drawTenant(), 'Namespace', 'acme').metadata;
  expect(annotations?.['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm');
});

test('the quota is the one that was written, for requests and for memory limits', () => {
  const objects = drawTenant({ quota: { cpu: '500m', memory: '2Gi', pods: 3 } });
  expect(find(objects, 'ResourceQuota', 'quota')['spec']).toEqual({
    hard: { 'requests.cpu': '500m', 'requests.memory': '2Gi', 'limits.memory': '2Gi', pods: '3' },
  });
});

test('a container that comes by another way gets a request and a limit, or the quota would refuse it', () => {
  const { limits } = find(drawTenant(), 'LimitRange', 'limits')['spec'] as { limits: unknown[] };
  expect(limits).toEqual([
    { type: 'Container', defaultRequest: { cpu: '50m', memory: '64Mi' }, default: { cpu: '1', memory: '256Mi' } },
  ]);
});

test.each([
  ['read Secrets', 'get', 'secrets', ''],
  ['list Secrets', 'list', 'secrets', ''],
  ['run a program in a pod', 'create', 'pods/exec', ''],
  ['run a program in a pod by websocket', 'get', 'pods/exec', ''],
  ['attach to a pod', 'create', 'pods/attach', ''],
  ['forward a port', 'create', 'pods/portforward', ''],
  ['forward a port by websocket', 'get', 'pods/portforward', ''],
  ['reach a pod through the API server', 'get', 'pods/proxy', ''],
  ['reach a Service through the API server', 'get', 'services/proxy', ''],
  ['add a container to a running pod', 'patch', 'pods/ephemeralcontainers', ''],
  ['make a pod', 'create', 'pods', ''],
  ['change a pod', 'patch', 'pods', ''],
  ['become a ServiceAccount', 'create', 'serviceaccounts/token', ''],
  ['write ConfigMaps', 'update', 'configmaps', ''],
  ['write network policies', 'create', 'networkpolicies', 'networking.k8s.io'],
  ['delete network policies', 'delete', 'networkpolicies', 'networking.k8s.io'],
  ['change workloads', 'patch', 'deployments', 'apps'],
  ['give themselves more', 'update', 'roles', 'rbac.authorization.k8s.io'],
  ['give themselves more quota', 'update', 'resourcequotas', ''],
])("the tenant's people may not %s", (_, verb, resource, group) => {
  expect(mayAdmins(verb, resource, group)).toBe(false);
});

test("the tenant's people may look at what runs, and restart it by deleting pods", () => {
  for (const resource of ['pods', 'pods/log', 'services', 'events', 'configmaps'])
    expect(mayAdmins('list', resource)).toBe(true);
  expect(mayAdmins('get', 'deployments', 'apps')).toBe(true);
  expect(mayAdmins('get', 'networkpolicies', 'networking.k8s.io')).toBe(true);
  expect(mayAdmins('delete', 'pods')).toBe(true);
});

test('the role goes to the groups that were named, and to nobody where none was', () => {
  const groups = (names: string[]): unknown => findAll(drawTenant({ adminGroups: names }), 'RoleBinding');
  expect(groups(['a', 'b:c'])).toMatchObject([
    {
      metadata: { namespace: 'acme' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'tenant-admin' },
      subjects: [
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'a' },
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'b:c' },
      ],
    },
  ]);
  expect(groups([])).toEqual([]);
});
