/** Network policies towards the outside. */
import type { KubernetesObject } from '../model/manifest';
import { drawFleet, find } from '../testing/drawn-fleet';

test('a way out is written at its one end: the Internet less what is not it, or the network that is named', () => {
  const egresses = [
    { name: 'pay', to: { fqdn: 'api.pay.example', port: 443 }, localPort: 9443 },
    { name: 'db', to: { cidr: 'FD00:7:0:0::/32', ports: [5432] } },
    { name: 'all', to: { cidr: '10.0.0.0/8', ports: [5432] } },
  ];
  const platform = { podNetworks: ['10.244.0.0/16'] };
  const drawn = drawFleet({ platform, tenants: [{ apps: [{ name: 'shop', egresses }] }] });
  const policy = (name: string): KubernetesObject => find(drawn, 'NetworkPolicy', name, 'acme');
  const gateway = policy('out.egress.to.outside.internet.443');
  expect(gateway['spec']).toMatchObject({
    podSelector: { matchLabels: { 'gatehouse.dev/component': 'egress' } },
    egress: [
      {
        to: [
          {
            ipBlock: { cidr: '0.0.0.0/0', except: expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16']) as unknown },
          },
          { ipBlock: { cidr: '::/0', except: expect.arrayContaining(['::/32', 'fc00::/7', 'fe80::/10']) as unknown } },
        ],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
    ],
  });
  expect(policy('out.shop.to.outside.all.5432')).toMatchObject({
    metadata: {
      annotations: {
        'gatehouse.dev/declared-network': '10.0.0.0/8',
        'gatehouse.dev/origin': 'tenants/acme/shop.yaml:21',
      },
    },
    spec: { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.244.0.0/16'] } }] }] },
  });
  expect(policy('out.shop.to.outside.db.5432')['spec']).toMatchObject({
    egress: [{ to: [{ ipBlock: { cidr: 'fd00:7::/32' } }] }],
  });
});
