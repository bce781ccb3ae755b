/** The Secret of one app: its identity, and a certificate for each public host whose TLS its sidecar ends. */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { App } from '../model/app';
import type { CertificateStore } from '../model/certificate';
import { certificateIds, leafSecretOf, namespaceOf, publicHostOf } from '../model/names';
import type { Platform } from '../model/platform';
import type { Tenant } from '../model/tenant';
import { APP_LEAF_NAME, edgeLeafName } from './leaf-names';
import { leafEntries } from './leaf-entries';
import { objectMetadata } from './object-metadata';
import { podLabels } from './pod-labels';
import { hasEdge } from './sidecar-config';
import { KubernetesResource } from './kubernetes-resource';

export interface AppLeafProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
  readonly app: App;
  readonly certificates: CertificateStore;
}

export class AppLeaf extends Construct {
  constructor(scope: Construct, id: string, { platform, tenant, app, certificates }: AppLeafProps) {
    super(scope, id);
    const edges = app.spec.endpoints.filter(hasEdge).map((endpoint) => ({
      name: edgeLeafName(endpoint.name),
      id: certificateIds.host(tenant.name, publicHostOf(platform, tenant, app, endpoint)),
    }));
    const leaves = [{ name: APP_LEAF_NAME, id: certificateIds.app(tenant.name, app.name) }, ...edges];
    new KubernetesResource(
      this,
      'secret',
      k8s.KubeSecret.manifest({
        metadata: objectMetadata({
          kind: 'Secret',
          name: leafSecretOf(app.name),
          namespace: namespaceOf(tenant),
          labels: podLabels({ kind: 'app', tenant: tenant.name, app: app.name }),
        }),
        type: 'kubernetes.io/tls',
        data: leafEntries(certificates, leaves),
      }),
    );
  }
}
