/** A tenant's namespace and what keeps it within its bounds: Pod Security, quota, defaults, and who may look inside. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { namespaceOf } from '../model/names';
import type { Platform } from '../model/platform';
import { APP_DEFAULT } from '../model/resources';
import type { Tenant } from '../model/tenant';
import { objectMetadata } from './object-metadata';
import { TENANT_LABEL } from './pod-labels';
import { restrictedNamespaceLabels } from './restricted-namespace';
import { KubernetesResource } from './kubernetes-resource';

export interface TenantNamespaceProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
}

const ADMIN_ROLE = 'tenant-admin';

export class TenantNamespace extends Construct {
  constructor(scope: Construct, id: string, { platform, tenant }: TenantNamespaceProps) {
    super(scope, id);
    const namespace = namespaceOf(tenant);
    const labels = { [TENANT_LABEL]: tenant.name };
    const meta = (kind: string, name: string): ReturnType<typeof objectMetadata> =>
      objectMetadata({ kind, name, namespace, labels });

    new KubernetesResource(
      this,
      'namespace',
      k8s.KubeNamespace.GVK,
      objectMetadata({
        kind: 'Namespace',
        name: namespace,
        labels: { ...labels, ...restrictedNamespaceLabels(platform) },
        // Argo CD asks a person before it deletes a customer.
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' },
      }),
    );
    new KubernetesResource(
      this,
      'quota',
      k8s.KubeResourceQuota.manifest({
        spec: { hard: quotaOf(tenant) },
      }),
      meta('ResourceQuota', 'quota'),
    );
    new KubernetesResource(this, 'limits', LIMITS, meta('LimitRange', 'limits'));
    new KubernetesResource(this, 'role', ADMINS, meta('Role', ADMIN_ROLE));
    if (tenant.spec.adminGroups.length > 0) {
      new KubernetesResource(
        this,
        'admins',
        k8s.KubeRoleBinding.manifest({
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: ADMIN_ROLE },
          subjects: tenant.spec.adminGroups.map((name) => ({
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'Group',
            name,
          })),
        }),
        meta('RoleBinding', ADMIN_ROLE),
      );
    }
  }
}

function quotaOf({ spec: { quota } }: Tenant): Record<string, k8s.Quantity> {
  return {
    'requests.cpu': k8s.Quantity.fromString(quota.cpu),
    'requests.memory': k8s.Quantity.fromString(quota.memory),
    'limits.memory': k8s.Quantity.fromString(quota.memory),
    pods: k8s.Quantity.fromString(String(quota.pods)),
  };
}

/** For pods that reach the namespace by another way than Gatehouse, whose own pods all say what they need. */
function containerDefaults(): k8s.LimitRangeItem {
  const quantities = (of: Readonly<Record<string, string | number>>): Record<string, k8s.Quantity> =>
    Object.fromEntries(Object.entries(of).map(([name, amount]) => [name, k8s.Quantity.fromString(String(amount))]));
  return {
    type: 'Container',
    defaultRequest: quantities(APP_DEFAULT.requests),
    default: quantities(APP_DEFAULT.limits),
  };
}

/**
 * Look at everything but Secrets, restart by deleting pods. No exec and no port-forward: both would lead round the
 * sidecar, and into the gate beside its keys.
 */
const ADMIN_RULES: k8s.PolicyRule[] = [
  {
    apiGroups: [''],
    resources: [
      'configmaps',
      'endpoints',
      'events',
      'limitranges',
      'persistentvolumeclaims',
      'pods',
      'pods/log',
      'pods/status',
      'resourcequotas',
      'serviceaccounts',
      'services',
    ],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  {
    apiGroups: ['apps', 'batch', 'discovery.k8s.io', 'events.k8s.io', 'networking.k8s.io', 'policy'],
    resources: ['*'],
    verbs: ['get', 'list', 'watch'],
  },
];

const ADMINS: unknown = k8s.KubeRole.manifest({ rules: ADMIN_RULES });
const LIMITS: unknown = k8s.KubeLimitRange.manifest({ spec: { limits: [containerDefaults()] } });
