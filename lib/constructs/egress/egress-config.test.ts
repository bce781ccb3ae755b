/** What an egress gateway's nginx.conf lets through, worked out from its maps as nginx evaluates them. */
import { aFleet } from '../../testing/a-fleet';
import { drawFleet, find, findAll, nginxOf, nginxTextOf, podOf, secretOf } from '../../testing/drawn-fleet';
import type { AppChanges } from '../../testing/an-app';
import { bodies, named, values, type Directive } from '../../testing/parse-nginx';
import { checkFleet } from '../../model/laws/check-fleet';

type Apps = readonly (Omit<AppChanges, 'tenant'> & { readonly name: string })[];

let nextPort = 9000;
function calls(name: string, fqdn: string, port = 443): NonNullable<AppChanges['egresses']>[number] {
  return { name, to: { fqdn, port }, localPort: nextPort++ };
}

const APPS: Apps = [
  {
    name: 'shop',
    egresses: [calls('pay', 'api.pay.example'), calls('again', 'api.pay.example'), calls('s3', '*.s3.example')],
  },
  { name: 'mail', egresses: [calls('smtp', 'smtp.mail.example', 465), calls('pay', 'api.pay.example', 8443)] },
  { name: 'quiet' },
];
const TENANTS = [{ name: 'acme', apps: APPS }, { name: 'globex' }];

function streamOf(apps: Apps = APPS): readonly Directive[] {
  const objects = drawFleet({ tenants: [{ name: 'acme', apps }] });
  const [stream] = bodies(nginxOf(objects, 'egress-config', 'acme'), 'stream');
  if (stream === undefined) throw new Error('no stream');
  return stream;
}

interface Asked {
  readonly verified?: string;
  readonly subject?: string;
  /** By which name the gateway was called. */
  readonly gateway?: string;
  readonly sni: string;
}

/** ngx_stream_map_module: texts first and without regard to case, then patterns, then the default; a value may be a variable. */
function outsideOf(
  stream: readonly Directive[],
  { verified = 'SUCCESS', subject = 'CN=shop,O=acme', gateway = 'p443.egress.acme.svc', sni }: Asked,
): string {
  const variables: Record<string, string> = {
    $ssl_client_verify: verified,
    $ssl_client_s_dn: subject,
    $ssl_server_name: gateway,
    $ssl_preread_server_name: sni,
  };
  const expand = (text: string): string => text.replace(/\$[a-z_]+/g, (name) => variables[name] ?? look(name));
  const look = (name: string): string => {
    const map = named(stream, 'map').find(({ words }) => words[2]?.text === name);
    if (map === undefined) throw new Error(`no variable ${name}`);
    const key = expand(map.words[1]?.text ?? '');
    const lines = (map.body ?? []).map(({ words }) => [words[0]?.text ?? '', words[1]?.text ?? ''] as const);
    const exact = lines.find(([text]) => text.toLowerCase() === key.toLowerCase() && text !== 'default');
    if (exact !== undefined) return expand(exact[1]);
    for (const [text, value] of lines) {
      const match = text.startsWith('~*') ? new RegExp(text.slice(2), 'i').exec(key) : null;
      if (match !== null) return value === '$rest' ? (match.groups?.['rest'] ?? '') : expand(value);
    }
    return expand(lines.find(([text]) => text === 'default')?.[1] ?? '');
  };
  return look('$outside');
}

describe('the egress gateway', () => {
  const stream = streamOf();

  it('lets an app reach the names on the ports that it declares', () => {
    expect(outsideOf(stream, { sni: 'api.pay.example' })).toBe('api.pay.example:443');
    expect(
      outsideOf(stream, { subject: 'CN=mail,O=acme', gateway: 'p465.egress.acme.svc', sni: 'smtp.mail.example' }),
    ).toBe('smtp.mail.example:465');
  });

  it('takes a name in capitals for the same, and looks up the one that is declared', () => {
    expect(outsideOf(stream, { sni: 'API.Pay.EXAMPLE' })).toBe('api.pay.example:443');
  });

  it('lets a wildcard stand for one label', () => {
    expect(outsideOf(stream, { sni: 'bucket.s3.example' })).toBe('bucket.s3.example:443');
    for (const sni of [
      's3.example',
      '.s3.example',
      'a.b.s3.example',
      'bucket.s3.example.',
      'xs3.example',
      'bucket.s3.example.evil.example',
    ])
      expect([sni, outsideOf(stream, { sni })]).toEqual([sni, '']);
  });

  it.each<[string, Asked]>([
    ['another name', { sni: 'api.evil.example' }],
    ['no name', { sni: '' }],
    ['a trailing dot', { sni: 'api.pay.example.' }],
    ['an address', { sni: '169.254.169.254' }],
    ['the right name on another port', { gateway: 'p8443.egress.acme.svc', sni: 'api.pay.example' }],
    ['another app’s name', { sni: 'smtp.mail.example' }],
    ['another app', { subject: 'CN=quiet,O=acme', sni: 'api.pay.example' }],
    ['another tenant’s app of the same name', { subject: 'CN=shop,O=globex', sni: 'api.pay.example' }],
    ['nobody', { verified: 'NONE', subject: '', sni: 'api.pay.example' }],
    ['an expired certificate', { verified: 'FAILED:certificate has expired', sni: 'api.pay.example' }],
    ['the bare name of the gateway', { gateway: 'egress.acme.svc', sni: 'api.pay.example' }],
    ['names that together look like others', { gateway: 'p443.egress.acme.svc:api.pay.example', sni: '' }],
    ['the word default', { sni: 'default' }],
  ])('lets %s nowhere', (_who, asked) => {
    expect(outsideOf(stream, asked)).toBe('');
  });

  it('asks for the certificate of an app of this tenant, and hears one port', () => {
    const [server, ...others] = bodies(stream, 'server');
    expect(others).toEqual([]);
    expect(server?.map(({ line }) => line)).toEqual(
      expect.arrayContaining([
        'listen 8443 ssl so_keepalive=60s:15s:4',
        'ssl_client_certificate /etc/gatehouse/trust/ca.crt',
        'ssl_verify_client on',
        'ssl_protocols TLSv1.3',
        'ssl_session_tickets off',
        'ssl_session_cache off',
        'ssl_preread on',
        'proxy_timeout 1d',
        'proxy_socket_keepalive on',
        'proxy_pass $outside',
      ]),
    );
    expect(values(server ?? [], 'proxy_ssl')).toEqual([]);
  });

  it('names each way once, or nginx would not start', () => {
    const text = nginxTextOf(drawFleet({ tenants: TENANTS }), 'egress-config');
    expect(text.split('api.pay.example:443;')).toHaveLength(2);
  });
});

describe('its objects', () => {
  const objects = drawFleet({ tenants: TENANTS });

  it('are there where an app of the tenant calls a name outside, and nowhere else', () => {
    expect(checkFleet(aFleet({ tenants: TENANTS }))).toEqual([]);
    const kinds = objects
      .filter(({ metadata }) => metadata.labels?.['gatehouse.dev/component'] === 'egress')
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    expect(kinds.sort()).toEqual([
      'ConfigMap acme/egress-config',
      'Deployment acme/egress',
      'PodDisruptionBudget acme/egress',
      'Secret acme/egress-leaf',
      'Service acme/egress',
      'ServiceAccount acme/egress',
    ]);
    const networkOnly = [{ name: 'shop', egresses: [{ name: 'n', to: { cidr: '203.0.113.0/24', ports: [443] } }] }];
    const without = drawFleet({ tenants: [{ apps: networkOnly }] });
    expect(findAll(without, 'Deployment').map(({ metadata }) => metadata.name)).not.toContain('egress');
  });

  it('hold the key of no app', () => {
    expect(Object.keys(secretOf(find(objects, 'Secret', 'egress-leaf', 'acme'))).sort()).toEqual([
      'tls.crt',
      'tls.key',
    ]);
    expect(podOf(objects, 'egress', 'acme')['volumes']).toEqual([
      { name: 'config', configMap: { name: 'egress-config' } },
      { name: 'leaf', secret: { secretName: 'egress-leaf' } },
      { name: 'trust', configMap: { name: 'trust' } },
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
    ]);
  });

  it('are as many as the platform says', () => {
    const drawn = drawFleet({ platform: { egressGateway: { replicas: 3 } }, tenants: TENANTS });
    expect(find(drawn, 'Deployment', 'egress', 'acme')['spec']).toMatchObject({ replicas: 3 });
  });
});
