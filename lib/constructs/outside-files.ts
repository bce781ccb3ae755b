/** Objects of the user's that a sidecar needs to begin TLS with servers outside, and where it finds them mounted. */
import type { Egress } from '../model/egress';
import { RESERVED_PREFIX } from '../model/names';

/** What ca-certificates writes in Debian and Alpine, and with them in nginxinc/nginx-unprivileged: the public authorities. */
const SYSTEM_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';
const AUTHORITY_FILE = 'ca.crt';

export interface OutsideVolume {
  readonly name: string;
  /** Below /etc/gatehouse, where nginx-container.ts watches each folder. */
  readonly mountPath: string;
  readonly source: Readonly<Record<string, unknown>>;
}

/** The file of authorities that the server outside must have a chain to. */
export function authorityFile({ name, ca }: Pick<Egress, 'name' | 'ca'>): string {
  return ca === undefined ? SYSTEM_AUTHORITIES : `${folderOf('ca', name)}/${AUTHORITY_FILE}`;
}

/** What is shown to the server outside. */
export function clientLeaf({
  name,
  clientCertificate,
}: Pick<Egress, 'name' | 'clientCertificate'>): { readonly certificate: string; readonly key: string } | undefined {
  if (clientCertificate === undefined) return undefined;
  const folder = folderOf('client', name);
  return { certificate: `${folder}/tls.crt`, key: `${folder}/tls.key` };
}

/** The volumes of a pod, those of no egress but its own. */
export function outsideVolumes(egresses: readonly Egress[]): OutsideVolume[] {
  return egresses.flatMap(({ name, ca, clientCertificate }) => [
    ...(ca === undefined ? [] : [volumeOf('ca', name, authoritySource(ca))]),
    ...(clientCertificate === undefined ? [] : [volumeOf('client', name, leafSource(clientCertificate))]),
  ]);
}

/** The same objects as verify's annotation names them: nobody can mean one of Gatehouse's own. */
export function outsideReferences(egresses: readonly Egress[]): string[] {
  const names = egresses.flatMap(({ ca, clientCertificate }) => [
    ...(ca?.configMap === undefined ? [] : [`ConfigMap/${ca.configMap}`]),
    ...(ca?.secret === undefined ? [] : [`Secret/${ca.secret}`]),
    ...(clientCertificate === undefined ? [] : [`Secret/${clientCertificate.secret}`]),
  ]);
  return [...new Set(names)];
}

function authoritySource({ configMap, secret, key }: NonNullable<Egress['ca']>): OutsideVolume['source'] {
  const items = [{ key, path: AUTHORITY_FILE }];
  return configMap === undefined
    ? { secret: { secretName: secret, items } }
    : { configMap: { name: configMap, items } };
}

function leafSource({ secret }: NonNullable<Egress['clientCertificate']>): OutsideVolume['source'] {
  const items = ['tls.crt', 'tls.key'].map((key) => ({ key, path: key }));
  return { secret: { secretName: secret, items } };
}

function volumeOf(kind: 'ca' | 'client', egress: string, source: OutsideVolume['source']): OutsideVolume {
  return { name: `${RESERVED_PREFIX}${kind}-${egress}`, mountPath: folderOf(kind, egress), source };
}

function folderOf(kind: 'ca' | 'client', egress: string): string {
  return `/etc/gatehouse/${kind}-${egress}`;
}
