/** The ways to names outside, as a sidecar's nginx.conf has them. */
import type { AppChanges } from '../../testing/an-app';
import { drawFleet, find, nginxOf, podOf, templateOf } from '../../testing/drawn-fleet';
import { bodies, type Directive } from '../../testing/parse-nginx';

type Egress = NonNullable<AppChanges['egresses']>[number];
const PAY: Egress = { name: 'pay', to: { fqdn: 'api.pay.example', port: 443 }, localPort: 9443 };

function drawn(...egresses: Egress[]): ReturnType<typeof drawFleet> {
  return drawFleet({ tenants: [{ apps: [{ name: 'shop', egresses }] }] });
}

/** By what they listen on. */
function serversOf(...egresses: Egress[]): Record<string, string[]> {
  const [stream] = bodies(nginxOf(drawn(...egresses), 'shop-sidecar', 'acme'), 'stream');
  const servers = bodies(stream ?? [], 'server').map((server: readonly Directive[]) => server.map(({ line }) => line));
  return Object.fromEntries(servers.map(([listen = '', ...rest]) => [listen.replace('listen ', ''), rest]));
}

const AS_SHOP = [
  'proxy_ssl on',
  'proxy_ssl_certificate /etc/gatehouse/leaf/tls.crt',
  'proxy_ssl_certificate_key /etc/gatehouse/leaf/tls.key',
  'proxy_ssl_trusted_certificate /etc/gatehouse/trust/ca.crt',
  'proxy_ssl_verify on',
  'proxy_ssl_name p443.egress.acme.svc',
  'proxy_ssl_server_name on',
  'proxy_ssl_session_reuse off',
  'proxy_ssl_protocols TLSv1.3',
];
const PATIENT = ['proxy_connect_timeout 5s', 'proxy_timeout 1d', 'proxy_socket_keepalive on'];

test('what an app sends is carried to the gateway as it is, as that app', () => {
  expect(serversOf(PAY)).toEqual({
    '127.0.0.1:9443': [
      'set $gateway_pay egress.acme.svc.cluster.local:8443',
      ...AS_SHOP,
      ...PATIENT,
      'proxy_pass $gateway_pay',
    ],
  });
});

test('with tls: originate the server outside is verified here, and what goes to the gateway is its TLS', () => {
  expect(serversOf({ ...PAY, tls: 'originate' })).toEqual({
    '127.0.0.1:9443': [
      'proxy_ssl on',
      'proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt',
      'proxy_ssl_verify on',
      'proxy_ssl_verify_depth 5',
      'proxy_ssl_name api.pay.example',
      'proxy_ssl_server_name on',
      'proxy_ssl_session_reuse off',
      'proxy_ssl_protocols TLSv1.2 TLSv1.3',
      ...PATIENT,
      'proxy_pass 127.0.0.2:9443',
    ],
    '127.0.0.2:9443': [
      'set $gateway_pay egress.acme.svc.cluster.local:8443',
      ...AS_SHOP,
      ...PATIENT,
      'proxy_pass $gateway_pay',
    ],
  });
});

test('an authority and a certificate of the user’s are mounted for this egress, and an app’s identity is never shown outside', () => {
  const egress: Egress = {
    ...PAY,
    tls: 'originate',
    ca: { configMap: 'authorities', key: 'pay.pem' },
    clientCertificate: { secret: 'pay-client' },
  };
  expect(serversOf(egress)['127.0.0.1:9443']?.filter((line) => line.includes('certificate'))).toEqual([
    'proxy_ssl_certificate /etc/gatehouse/client-pay/tls.crt',
    'proxy_ssl_certificate_key /etc/gatehouse/client-pay/tls.key',
    'proxy_ssl_trusted_certificate /etc/gatehouse/ca-pay/ca.crt',
  ]);
  const objects = drawn(egress);
  const pod = podOf(objects, 'shop', 'acme');
  expect(pod['volumes']).toEqual(
    expect.arrayContaining([
      { name: 'gatehouse-ca-pay', configMap: { name: 'authorities', items: [{ key: 'pay.pem', path: 'ca.crt' }] } },
      {
        name: 'gatehouse-client-pay',
        secret: {
          secretName: 'pay-client',
          items: [
            { key: 'tls.crt', path: 'tls.crt' },
            { key: 'tls.key', path: 'tls.key' },
          ],
        },
      },
    ]),
  );
  expect(pod.initContainers[0]?.['volumeMounts']).toEqual(
    expect.arrayContaining([
      { name: 'gatehouse-ca-pay', mountPath: '/etc/gatehouse/ca-pay', readOnly: true },
      { name: 'gatehouse-client-pay', mountPath: '/etc/gatehouse/client-pay', readOnly: true },
    ]),
  );
  expect(JSON.stringify(pod.containers)).not.toContain('gatehouse-c');
  expect(templateOf(find(objects, 'Deployment', 'shop')).metadata.annotations).toEqual({
    'gatehouse.dev/external-references': 'ConfigMap/authorities,Secret/pay-client',
  });
});

test('a network has no listener: its addresses are called by the app itself', () => {
  expect(serversOf({ name: 'db', to: { cidr: '10.20.0.0/16', ports: [5432] } })).toEqual({});
});
