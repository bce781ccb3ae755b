/** The environment variables in which an app finds its public hosts, where its endpoints name any (`hostVariable`). */
import type { App } from '../model/app';
import { publicHostOf } from '../model/names';
import type { Platform } from '../model/platform';
import type { Container } from '../model/pod';
import type { Tenant } from '../model/tenant';

/** Before the container's own, which may refer to them: `$(SHOP_HOST)` (Kubernetes "Define Dependent Environment Variables"). */
export function withPublicHosts(platform: Platform, tenant: Tenant, app: App, container: Container): Container {
  const variables = app.spec.endpoints.flatMap((endpoint) =>
    endpoint.hostVariable === undefined
      ? []
      : [{ name: endpoint.hostVariable, value: publicHostOf(platform, tenant, app, endpoint) }],
  );
  return variables.length === 0 ? container : { ...container, env: [...variables, ...(container.env ?? [])] };
}
