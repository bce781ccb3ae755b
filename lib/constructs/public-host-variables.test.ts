/** The public host in the app's environment: asked for by name, in every container but the sidecar, before its own variables. */
import { drawFleet, podOf, type DrawnContainer } from '../testing/drawn-fleet';

const WEB = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;

function environments(hostVariable?: string): unknown[] {
  const own = { name: 'URL', value: 'https://$(HOST)/' };
  const pod = {
    initContainers: [{ name: 'first', image: 'a:1' }],
    containers: [
      { name: 'main', image: 'a:1', env: [own] },
      { name: 'side', image: 'a:1' },
    ],
  };
  const endpoints = [
    { ...WEB, hosts: ['www.acme.apps.example.com'], ...(hostVariable === undefined ? {} : { hostVariable }) },
    { ...WEB, name: 'other', port: 81 },
  ];
  const drawn = podOf(drawFleet({ tenants: [{ apps: [{ name: 'shop', pod, endpoints }] }] }), 'shop');
  const envOf = ({ name, env }: DrawnContainer): unknown => [name, env];
  return [...drawn.initContainers, ...drawn.containers].map(envOf);
}

test('it is the endpoint’s own host', () => {
  const variable = { name: 'HOST', value: 'web.shop.acme.apps.example.com' };
  expect(environments('HOST')).toEqual([
    ['gatehouse-sidecar', undefined],
    ['first', [variable]],
    ['main', [variable, { name: 'URL', value: 'https://$(HOST)/' }]],
    ['side', [variable]],
  ]);
});

test('nobody has it who did not ask', () => {
  expect(environments()).toEqual([
    ['gatehouse-sidecar', undefined],
    ['first', undefined],
    ['main', [{ name: 'URL', value: 'https://$(HOST)/' }]],
    ['side', undefined],
  ]);
});
