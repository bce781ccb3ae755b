/** The Secret of one app: its identity, and a certificate for each public host whose TLS its sidecar ends. */
import { Construct } from 'constructs';
import type { App } from '../model/app';
import type { DrawableStore } from '../model/certificate';
import { planAppSecret } from '../model/leaf-secrets';
import type { Platform } from '../model/platform';
import type { Tenant } from '../model/tenant';
import { LeafSecret } from './leaf-secret';
import { podLabels } from './pod-labels';

export interface AppLeafProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
  readonly app: App;
  readonly certificates: DrawableStore;
}

export class AppLeaf extends Construct {
  constructor(scope: Construct, id: string, { platform, tenant, app, certificates }: AppLeafProps) {
    super(scope, id);
    new LeafSecret(this, 'secret', {
      platform,
      secret: planAppSecret(platform, tenant, app),
      labels: podLabels({ kind: 'app', tenant: tenant.name, app: app.name }),
      certificates,
    });
  }
}
