/** Where an app finds a callee: on 127.0.0.1, in cleartext. Source: nginx ngx_stream_proxy_module. */
import { targetOf, type Egress, type EgressTarget } from '../../model/egress';
import type { Grant } from '../../model/grants';
import { APP_LEAF_NAME, guestLeafName } from '../../model/leaf-names';
import { fullServiceHost, podHost, serviceHost } from '../../model/names';
import type { Platform } from '../../model/platform';
import { meshPort } from '../../model/ports';
import type { Tenant } from '../../model/tenant';
import { guestTrustFile } from '../guest-trust';
import {
  block,
  CONFIG_FOLDER,
  LEAF_FOLDER,
  PATIENT_STREAM,
  TRUST_FILE,
  TRUST_FOLDER,
  variable,
  word,
} from '../nginx-config';

export interface EgressListenerProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
  /** Of the app whose egress it is. */
  readonly calls: readonly Grant[];
}

/** Whom the listener leads to, and as whom. */
interface Callee {
  readonly address: string;
  /** The name that its certificate must have. */
  readonly serverName: string;
  /** What the caller shows. */
  readonly leaf: string;
  /** Path of what the caller trusts. */
  readonly trust: string;
}

export function renderEgressListener(props: EgressListenerProps, egress: Egress): string {
  const { name, localPort } = egress;
  const target = targetOf(egress);
  if (target?.kind !== 'app' && target?.kind !== 'tenant')
    throw new Error(`egress ${name} leads to no app; checkEgressForms should have said so`);
  if (localPort === undefined) throw new Error(`egress ${name} has no localPort; checkOutside should have said so`);
  const callee = target.kind === 'app' ? siblingCallee(props, name, target) : grantedCallee(props, name, target);
  const address = variable('target', name);
  const lines = [
    `listen 127.0.0.1:${localPort};`,
    `set ${address} ${word(callee.address)};`,
    'proxy_ssl on;',
    `proxy_ssl_certificate ${LEAF_FOLDER}/${word(callee.leaf)}.crt;`,
    `proxy_ssl_certificate_key ${LEAF_FOLDER}/${word(callee.leaf)}.key;`,
    `proxy_ssl_trusted_certificate ${word(callee.trust)};`,
    'proxy_ssl_verify on;',
    `proxy_ssl_name ${word(callee.serverName)};`,
    'proxy_ssl_server_name on;',
    'proxy_ssl_session_reuse off;',
    'proxy_ssl_protocols TLSv1.3;',
    PATIENT_STREAM,
    `proxy_pass ${address};`,
  ];
  return block('server', lines.flat());
}

type Target<Kind extends EgressTarget['kind']> = Extract<EgressTarget, { kind: Kind }>;

/** A Service leads its port on to the mesh listener; one pod's own address does not, since its Service is headless. */
function siblingCallee({ platform, tenant }: EgressListenerProps, name: string, target: Target<'app'>): Callee {
  const { app, endpoint, ordinal } = target;
  const callee = tenant.apps.find((candidate) => candidate.name === app);
  const port = callee?.spec.endpoints.find((candidate) => candidate.name === endpoint)?.port;
  if (port === undefined) throw new Error(`egress ${name} leads nowhere; checkEgresses should have said so`);
  return {
    address:
      ordinal === undefined
        ? `${fullServiceHost(platform, tenant.name, app)}:${port}`
        : `${podHost(platform, tenant.name, app, ordinal)}:${meshPort(port)}`,
    serverName: serviceHost(tenant.name, app),
    leaf: APP_LEAF_NAME,
    trust: `${TRUST_FOLDER}/${TRUST_FILE}`,
  };
}

/** Another tenant's app: its guest shows what that tenant's authority has signed, and trusts that authority alone. */
function grantedCallee({ platform, calls }: EgressListenerProps, name: string, target: Target<'tenant'>): Callee {
  const { tenant, app, endpoint } = target;
  const grant = calls.find(
    ({ offer }) => offer.exporter.name === tenant && offer.callee.name === app && offer.endpoint.name === endpoint,
  );
  if (grant === undefined) throw new Error(`egress ${name} is not granted; checkGrants should have said so`);
  return {
    address: `${fullServiceHost(platform, tenant, app)}:${grant.offer.endpoint.port}`,
    serverName: serviceHost(tenant, app),
    leaf: guestLeafName(tenant),
    trust: `${CONFIG_FOLDER}/${guestTrustFile(tenant)}`,
  };
}
