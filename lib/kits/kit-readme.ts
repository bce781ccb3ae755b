/** README.md of a kit: what the endpoint is, and what to type in the usual clients of its protocol. */
import { kitLocalPort } from '../model/client-kits';
import { GATE_LEAVES_SECRET, namespaceOf } from '../model/names';
import { protocolClients, type Client } from '../model/protocol-clients';
import { protocols, type Protocol } from '../model/protocols';
import type { PublicRoute } from '../model/public-routes';
import type { Tenant } from '../model/tenant';
import { fillExample, type Blanks } from './fill-example';
import { plainWord } from './plain-word';

export interface KitReadmeProps {
  readonly tenant: Tenant;
  readonly route: PublicRoute;
  /** Whether `ca.crt` is in the kit. */
  readonly hasAuthority: boolean;
  /** Whose certificate the host shows, in words, where it is not one of Gatehouse's. */
  readonly foreign: string | undefined;
}

export function renderKitReadme({ tenant, route, hasAuthority, foreign }: KitReadmeProps): string {
  const protocol = protocols[route.endpoint.protocol];
  const clients = protocolClients[route.endpoint.protocol];
  const blanks = {
    host: plainWord(route.host),
    port: String(route.publicPort),
    local: String(kitLocalPort(route)),
  };
  return [
    `# ${route.endpoint.name} of ${route.app.name}, ${tenant.name}`,
    `${protocol.title} at \`${blanks.host}\`, port ${blanks.port}. Run everything below in this folder.`,
    ...protocol.notes,
    '## Whom to trust',
    foreign === undefined ? trustText(tenant, hasAuthority) : foreignText(foreign),
    'A certificate of your own is asked for only where the owner of the endpoint says so; keep it here as `client.crt` and `client.key`.',
    ...clientSections(protocol, clients, blanks),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function foreignText(whose: string): string {
  return [
    `The host shows ${whose}. Put the authority that issued it here as \`ca.crt\`; for one that everybody trusts, those of your system:`,
    fence('sh', 'cp /etc/ssl/certs/ca-certificates.crt ca.crt'),
  ].join('\n\n');
}

function trustText(tenant: Tenant, hasAuthority: boolean): string {
  if (hasAuthority)
    return `\`ca.crt\` holds the authority of ${tenant.name}, and no other: it says nothing of other hosts. Take the kit anew when it changes.`;
  return [
    `The authority of ${tenant.name} is made in the cluster. Whoever may read it there fetches \`ca.crt\`:`,
    fence(
      'sh',
      `kubectl --namespace ${namespaceOf(tenant)} get secret ${GATE_LEAVES_SECRET} --output 'jsonpath={.data.ca\\.crt}' | base64 --decode > ca.crt`,
    ),
  ].join('\n\n');
}

function clientSections({ wrapper }: Protocol, clients: readonly Client[], blanks: Blanks): string[] {
  const direct = clients.filter(({ way }) => way === 'direct');
  const wrapped = clients.filter(({ way }) => way === 'wrapper');
  return [
    ...(direct.length === 0
      ? []
      : ['## Clients that speak TLS', ...direct.flatMap((client) => exampleOf(client, blanks))]),
    ...(wrapper === 'useless' ? [] : ['## The wrapper', ...wrapperText(wrapper, blanks)]),
    ...wrapped.flatMap((client) => exampleOf(client, blanks)),
  ];
}

function wrapperText(wrapper: Protocol['wrapper'], { local }: Blanks): string[] {
  const whose = {
    needed: 'Every client goes',
    'for-some': 'Clients that cannot begin with TLS go',
    offered: 'Clients that do not speak TLS go',
    useless: '',
  };
  return [
    `${whose[wrapper]} through a wrapper that runs beside it, on 127.0.0.1:${local}. Either of:`,
    fence('sh', 'stunnel stunnel.conf\nsh ghostunnel.sh'),
  ];
}

function exampleOf({ name, sni, language, example }: Client, blanks: Blanks): string[] {
  return [`${name} (names the host itself: ${sni}):`, fence(language, fillExample(example, blanks))];
}

function fence(language: string, text: string): string {
  return ['```' + language, text, '```'].join('\n');
}
