import { renderIssues, sortIssues } from '../model/issue';
import { appDocument } from '../model/app';
import { platformDocument } from '../model/platform';
import { tenantDocument } from '../model/tenant';
import { appText, PLATFORM_TEXT, tenantText } from '../testing/fleet-folder';
import { parseSourced } from './parse-sourced';

function faultsInApp(text: string): string[] {
  const result = parseSourced('shop.yaml', text, 'App', appDocument);
  return result.ok ? [] : renderIssues(sortIssues(result.issues)).split('\n').slice(0, -2);
}

function faultsInPlatform(text: string): string[] {
  const result = parseSourced('platform.yaml', text, 'Platform', platformDocument);
  return result.ok ? [] : renderIssues(result.issues).split('\n').slice(0, -2);
}

describe('parseSourced', () => {
  it('gives name, spec with defaults, and source', () => {
    const result = parseSourced('tenants/acme/tenant.yaml', tenantText('acme'), 'Tenant', tenantDocument);
    expect(result).toMatchObject({
      ok: true,
      value: { name: 'acme', spec: { quota: { cpu: '8', memory: '16Gi', pods: 200 }, adminGroups: [], domains: [] } },
    });
  });

  // Line 6 is the first line that each of these adds to spec.
  it.each([
    [
      'an unknown key, with the nearest one known',
      'replica: 2',
      'shop.yaml:6:3 unknown key "replica" in spec, did you mean "replicas"?; write replicas, or remove it',
    ],
    [
      'an unknown key that is like none',
      'frobnicate: 1',
      'shop.yaml:6:3 unknown key "frobnicate" in spec; allowed: workload, replicas, schedule, job, volumeClaimTemplates, pod, endpoints, egresses, external; remove it',
    ],
    [
      'a number in quotes',
      'replicas: "2"',
      'shop.yaml:6:13 spec.replicas is "2", which is not a whole number; remove the quotes: 2',
    ],
    [
      'text where a number belongs',
      'replicas: two',
      'shop.yaml:6:13 spec.replicas is "two", which is not a whole number; write a whole number from 0 to 1000',
    ],
    [
      'a broken number',
      'replicas: 1.5',
      'shop.yaml:6:13 spec.replicas is 1.5, which is not a whole number; write a whole number from 0 to 1000',
    ],
    [
      'a number out of range',
      'endpoints: [{ name: web, port: 70000, protocol: http }]',
      'shop.yaml:6:34 spec.endpoints[0].port is 70000; write a whole number from 1 to 65535',
    ],
    [
      'a word that is none of the allowed',
      'workload: Rollout',
      'shop.yaml:6:13 spec.workload is "Rollout", which is not allowed; write one of Deployment, StatefulSet, DaemonSet, Job, CronJob',
    ],
    [
      'a word that is almost one of the allowed',
      'workload: Deploymnet',
      'shop.yaml:6:13 spec.workload is "Deploymnet", which is not allowed, did you mean "Deployment"?; write one of Deployment, StatefulSet, DaemonSet, Job, CronJob',
    ],
    [
      'a missing key',
      'endpoints: [{ name: web, port: 80 }]',
      'shop.yaml:6:15 missing key "protocol" in spec.endpoints[0]; add protocol, one of http, grpc, tls, mysql, postgres, amqp, mqtt, redis, mongodb, kafka, ldap',
    ],
    [
      'a missing key, with what it is',
      'egresses: [{ name: q, localPort: 5672 }]',
      'shop.yaml:6:14 missing key "to" in spec.egresses[0]; add to, a mapping (what is called)',
    ],
    ['an empty value', 'job:', 'shop.yaml:6:3 spec.job is empty; write a mapping, or remove the key'],
    [
      'an empty item',
      'endpoints:\n  -',
      'shop.yaml:7:4 spec.endpoints[0] is empty; write a mapping, or remove the item',
    ],
    [
      'a mapping where a list belongs',
      'endpoints: { web: 80 }',
      'shop.yaml:6:14 spec.endpoints is a mapping, which is not a list; begin each item with "- ", or write the list in brackets',
    ],
    [
      'text where a mapping belongs',
      'egresses: [{ name: q, to: broker, localPort: 5672 }]',
      'shop.yaml:6:29 spec.egresses[0].to is "broker", which is not a mapping; write a mapping',
    ],
    [
      'an invalid DNS label',
      'endpoints: [{ name: Web_1, port: 80, protocol: tls }]',
      'shop.yaml:6:23 spec.endpoints[0].name is "Web_1", which is not a DNS label; write a DNS label: a-z, 0-9 and -, beginning with a letter, ending with a letter or digit, at most 63',
    ],
    [
      'a name that is too long',
      `endpoints: [{ name: ${'a'.repeat(41)}, port: 80, protocol: tls }]`,
      `shop.yaml:6:23 spec.endpoints[0].name is "${'a'.repeat(41)}", which has 41 characters; write text of at most 40 characters`,
    ],
    [
      'an invalid host',
      'endpoints: [{ name: web, port: 80, protocol: tls, host: "*.example.com" }]',
      'shop.yaml:6:59 spec.endpoints[0].host is "*.example.com", which is not a host name; write a host name: lower-case DNS labels joined by dots, at most 253 characters, no wildcard, no trailing dot',
    ],
    [
      'a path that climbs',
      'endpoints: [{ name: web, port: 80, protocol: http, path: /a/../b }]',
      'shop.yaml:6:60 spec.endpoints[0].path is "/a/../b", which is not a path without . or .. segments; write a path without . or .. segments',
    ],
    [
      'an invalid schedule',
      'schedule: hourly',
      'shop.yaml:6:13 spec.schedule is "hourly", which is not five cron fields; write five cron fields, or @hourly and the like',
    ],
    [
      'an empty text',
      'external: { secrets: [""] }',
      'shop.yaml:6:25 spec.external.secrets[0] is empty; write text, or remove it',
    ],
  ])('tells of %s', (_what, more, line) => {
    expect(faultsInApp(appText('shop', `  ${more}\n`))).toEqual([line]);
  });

  it.each([
    [
      'kubernetesVersion: 1.33',
      'platform.yaml:8:22 spec.kubernetesVersion is 1.33, which is not text; put it in quotes: "1.33"',
    ],
    [
      'kubernetesVersion: "1.28"',
      'platform.yaml:8:22 spec.kubernetesVersion is "1.28", which is not a version with native sidecars; write a version with native sidecars, without which no Job would end: a quoted minor version of 1.29 or later, such as "1.33"',
    ],
    ['podNetworks: []', 'platform.yaml:8:16 spec.podNetworks is an empty list; write a list that is not empty'],
    [
      'podNetworks: [10.0.0.1]',
      'platform.yaml:8:17 spec.podNetworks[0] is "10.0.0.1", which is not a network; write a network such as 10.244.0.0/16 or fd00::/48',
    ],
    [
      'dns: { podLabels: { a: true } }',
      'platform.yaml:8:26 spec.dns.podLabels.a is true, which is not text; put it in quotes: "true"',
    ],
    [
      'images: { nginx: nginx 1 }',
      'platform.yaml:8:20 spec.images.nginx is "nginx 1", which is not an image reference; write an image reference such as docker.io/library/nginx:1.30.6',
    ],
  ])('tells what is wrong with %s', (more, line) => {
    expect(faultsInPlatform(`${PLATFORM_TEXT}  ${more}\n`)).toEqual([line]);
  });

  it('tells what a day is, in words', () => {
    expect(faultsInPlatform(PLATFORM_TEXT.replace('asOf: 2026-11-01', 'asOf: 2026-13-01'))).toEqual([
      'platform.yaml:6:47 spec.pki.asOf is "2026-13-01", which is not a day; write a day such as 2026-11-01',
    ]);
  });

  it('tells what a port of a probe may be', () => {
    const text = appText('shop').replace(':1 }', ':1, livenessProbe: { httpGet: { port: true } } }');
    expect(faultsInApp(text)).toEqual([
      'shop.yaml:5:102 spec.pod.containers[0].livenessProbe.httpGet.port is true, which is not allowed; write a whole number from 1 to 65535 or text',
    ]);
  });

  it('shows hostile values cut and escaped, on one line', () => {
    const hostile = `"x\\n}\\u202e\\e[31m${'y'.repeat(100)}"`;
    const [line] = faultsInApp(appText('shop', `  schedule: ${hostile}\n`));
    const shown = `"x\\n}\\u202e\\u001b[31m${'y'.repeat(71)}…"`;
    expect(line).toBe(
      `shop.yaml:6:13 spec.schedule is ${shown}, which is not five cron fields; write five cron fields, or @hourly and the like`,
    );
  });

  it('says of a document of another kind that and nothing else', () => {
    expect(faultsInApp(tenantText('acme'))).toEqual([
      'shop.yaml:2:7 the document is of kind "Tenant", and here belongs one of kind "App"; move it to tenants/<tenant>/tenant.yaml',
    ]);
    expect(faultsInApp('apiVersion: apps/v1\nkind: Deployment\nspec: { replicas: 1 }')).toEqual([
      'shop.yaml:2:7 the document is of kind "Deployment", and here belongs one of kind "App"; write a document of kind App, or move it out of the fleet folder',
    ]);
  });

  it('tells all faults of a document at once, those of the text and those of the schema', () => {
    const text = 'apiVersion: v1\nkind: App\nmetadata: { name: &n shop }\nspec:\n  replicas: 1\n  replicas: x\n';
    expect(faultsInApp(text)).toEqual([
      'shop.yaml:1:13 apiVersion is "v1", which is not allowed; write gatehouse.dev/v1alpha1',
      'shop.yaml:3:19 anchor "&n" is not allowed; remove it; put text that begins with & in quotes',
      'shop.yaml:4:1 missing key "pod" in spec; add pod, a mapping (a Kubernetes PodSpec)',
      'shop.yaml:6:3 duplicate key "replicas" in spec (also shop.yaml:5:3); keep one of the two',
    ]);
  });

  it('does not guess at what a fault of the text leaves open', () => {
    const text =
      'apiVersion: gatehouse.dev/v1alpha1\nkind: App\nmetadata: { name: *n }\nspec: { <<: *common, replicas: -1 }\n';
    expect(faultsInApp(text)).toEqual([
      'shop.yaml:3:19 alias "*n" is not allowed; write the value itself; put text that begins with * in quotes',
      'shop.yaml:4:9 merge key "<<" in spec is not allowed; write the keys themselves',
      'shop.yaml:4:13 alias "*common" is not allowed; write the value itself; put text that begins with * in quotes',
      'shop.yaml:4:32 spec.replicas is -1; write a whole number from 0 to 1000',
    ]);
  });

  it('never speaks of its tools', () => {
    const odd = ['1', 'true', 'null', '[]', '{}', '""', '[1]', '{ a: 1 }', '"x"', '-1', '1.5'];
    const keys = [
      'workload',
      'replicas',
      'schedule',
      'job',
      'volumeClaimTemplates',
      'pod',
      'endpoints',
      'egresses',
      'external',
    ];
    const texts = keys.flatMap((key) =>
      odd.map((value) => appText('shop').replace(/ {2}pod.*\n/, '') + `  ${key}: ${value}\n`),
    );
    const lines = texts.flatMap(faultsInApp);
    expect(lines.length).toBeGreaterThan(keys.length * odd.length);
    for (const line of lines)
      expect(line).not.toMatch(/zod|invalid input|undefined|null\b|object|NaN|string\b|array|; write ;/i);
  });
});
