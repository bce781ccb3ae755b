/** What is wrong with a way out as it is written, before any law is asked: in the user's words, each with its exact message. */
import { appDocument } from '../model/app';
import { renderIssue, sortIssues } from '../model/issue';
import { appText } from '../testing/fleet-folder';
import { parseSourced } from './parse-sourced';

function faultsOf(egress: string): string[] {
  const result = parseSourced('shop.yaml', appText('shop', `  egresses: [${egress}]\n`), 'App', appDocument);
  return result.ok ? [] : sortIssues(result.issues).map(renderIssue);
}

const HOST =
  'write a host name such as api.example.com, or *.example.com for any one label: lower-case, no trailing dot; an address is declared with cidr and ports';

test.each([
  ['{ name: a, to: { fqdn: api.pay.example, port: 443 }, localPort: 9443 }'],
  ["{ name: a, to: { fqdn: '*.s3.example', port: 443 }, localPort: 9443 }"],
  ['{ name: a, to: { cidr: 10.0.0.0/8, ports: [443] } }'],
])('%s is fine', (egress) => {
  expect(faultsOf(egress)).toEqual([]);
});

test.each([
  ['10.0.0.5'],
  ['169.254.169.254'],
  ['fd00:ec2::254'],
  ['10.0.0.0/8'],
  ['api.pay.example.'],
  ['API.pay.example'],
  ['localhost'],
  ['*'],
  ['*.com'],
  ['a.*.example.com'],
  ['api.pay.example; return 1'],
])('fqdn %s is no name', (fqdn) => {
  expect(faultsOf(`{ name: a, to: { fqdn: "${fqdn}", port: 443 }, localPort: 9443 }`)).toEqual([
    `shop.yaml:6:37 spec.egresses[0].to.fqdn is "${fqdn}", which is not a host name; ${HOST}`,
  ]);
});

test.each([
  [
    '{ name: a, to: { fqdn: api.pay.example, port: 0 }, localPort: 9443 }',
    'shop.yaml:6:60 spec.egresses[0].to.port is 0; write a whole number from 1 to 65535',
  ],
  [
    '{ name: a, to: { cidr: 10.0.0.0/33, ports: [443] } }',
    'shop.yaml:6:37 spec.egresses[0].to.cidr is "10.0.0.0/33", which is not a network; write a network such as 10.244.0.0/16 or fd00::/48',
  ],
  [
    '{ name: a, to: { cidr: 10.0.0.0, ports: [443] } }',
    'shop.yaml:6:37 spec.egresses[0].to.cidr is "10.0.0.0", which is not a network; write a network such as 10.244.0.0/16 or fd00::/48',
  ],
  [
    '{ name: a, to: { cidr: 10.0.0.0/8, ports: [65536] } }',
    'shop.yaml:6:57 spec.egresses[0].to.ports[0] is 65536; write a whole number from 1 to 65535',
  ],
  [
    '{ name: a, to: { cidr: 10.0.0.0/8, ports: [] } }',
    'shop.yaml:6:56 spec.egresses[0].to.ports is an empty list; write a list that is not empty',
  ],
  [
    '{ name: a, to: { fqdn: api.pay.example, port: 443 }, localPort: 9443, tls: terminate }',
    'shop.yaml:6:89 spec.egresses[0].tls is "terminate", which is not allowed; write one of passthrough, originate',
  ],
])('%s', (egress, line) => {
  expect(faultsOf(egress)).toEqual([line]);
});
