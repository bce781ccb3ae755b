/**
 * Whatever the documents accept is safe in every configuration: fleets whose texts have drifted to the edge of that are read by the real
 * nginx and the real stunnel without a complaint, and have the directives that they had before, one for one.
 */
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { shapeOf } from '../lib/testing/configuration-shape';
import { arbitrarySteps, driftFleet, LENGTHENING, type FieldName, type Step } from '../lib/testing/drift-fleet';
import { CANARY, HOSTILE } from '../lib/testing/hostile-text';
import { parseNginx } from '../lib/testing/parse-nginx';
import { askNginx, askStunnel, configurationOf, spoilt, type Subject, type Verdict } from './configuration-bench';
import { KEEP } from './environment';
import { must } from './eventually';
import { copyFleet, removeCopy, synthesize, type FleetCopy } from './fleet-copy';
import { removeEverything } from './installation';
import { nginxSubjectsOf } from './nginx-subjects';
import { NGINX_BENCH, startPlainPods } from './plain-pods';
import { stunnelSubjectsOf } from './stunnel-subjects';

const FLEETS = ['fleet', ...readdirSync(`${__dirname}/fleets`).map((name) => `e2e/fleets/${name}`)];

/** Every field of a text that some configuration has in it. */
const IN_CONFIGURATIONS: readonly FieldName[] = [
  ...['domain', 'clusterDomain', 'podNetworks.*', 'dns.service', 'dns.namespace'].map(
    (field) => `Platform spec.${field}`,
  ),
  ...['metadata.name', 'spec.domains.*'].map((field) => `Tenant ${field}`),
  'App metadata.name',
  ...['name', 'host', 'hosts.*', 'path', 'rewrite', 'allowFrom.*', 'alpn.*', 'certificate.secret', 'grants.*.app'].map(
    (field) => `App spec.endpoints.*.${field}`,
  ),
  ...['name', 'to.app', 'to.tenant', 'to.endpoint', 'to.fqdn', 'ca.key', 'clientCertificate.secret'].map(
    (field) => `App spec.egresses.*.${field}`,
  ),
  ...['path', 'httpHeaders.*.name', 'httpHeaders.*.value'].map(
    (field) => `App spec.pod.containers.*.readinessProbe.httpGet.${field}`,
  ),
];

interface Configurations {
  readonly nginx: readonly Subject[];
  readonly stunnel: readonly Subject[];
}

async function configurationsOf(fleet: string, change?: (copy: FleetCopy) => void): Promise<Configurations> {
  const copy = copyFleet(fleet);
  change?.(copy);
  await synthesize(copy, '--secrets', 'plain');
  const configurations = { nginx: nginxSubjectsOf(copy), stunnel: stunnelSubjectsOf(copy) };
  removeCopy(copy);
  return configurations;
}

/** The one that a kit's stunnel is to be, as the program says it. */
function serviceOf(kit: Subject): string {
  const [, address = ''] = /^accept = (.*)$/m.exec(configurationOf(kit)) ?? [];
  return `[${kit.name.split('/').at(-1) ?? ''}] ${address}`;
}

/** The names of its options, in their order. */
function stunnelShape(kit: Subject): string[] {
  const lines = configurationOf(kit)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '' && !line.startsWith(';'));
  return lines.map((line) => (line.startsWith('[') ? '[]' : line.replace(/ *=.*/, '')));
}

function nginxShape(subject: Subject): string[] {
  return shapeOf(parseNginx(configurationOf(subject)));
}

/** Of all together, since names that have drifted stand in another order. */
function shapesOf(subjects: readonly Subject[], shape: (subject: Subject) => readonly string[]): string[] {
  return subjects.map((subject) => shape(subject).join('\n')).sort();
}

const UNKNOWN_DNS = /host not found in resolver "([^"]*)"/;

/** nginx looks the cluster's DNS up as it starts, and here nobody has that name: so it says as what it has read it. */
async function askWhateverTheDns(subjects: readonly Subject[]): Promise<readonly Verdict[]> {
  const { verdicts } = await askNginx(subjects);
  const known = subjects.map((subject, i) => {
    const name = UNKNOWN_DNS.exec(verdicts[i]?.said ?? '')?.[1];
    return name === undefined
      ? subject
      : spoilt(subject, (text) => text.replaceAll(`resolver ${name} valid=5s;`, 'resolver 127.0.0.1 valid=5s;'));
  });
  return (await askNginx(known)).verdicts;
}

/** Ways to write a value that nobody has looked at, and texts that mean something else there. */
const CARELESS: readonly {
  readonly where: string;
  readonly write: (text: string) => string;
  readonly texts: string[];
}[] = [
  { where: 'allow 198.51.100.0/24;', write: (text) => `allow ${text};`, texts: HOSTILE },
  {
    where: 'proxy_set_header User-Agent "probe";',
    write: (text) => `proxy_set_header User-Agent ${text};`,
    // U+2028 ends no line for nginx, but what follows it does.
    texts: HOSTILE,
  },
  {
    where: 'proxy_set_header User-Agent "probe";',
    write: (text) => `proxy_set_header User-Agent "${text}";`,
    // A quote with a backslash ends no word in quotes.
    texts: HOSTILE.filter((text) => /["$]/.test(text) && !text.includes('\\')),
  },
];

describe('text at the edge of what documents accept', () => {
  const moved = new Set<FieldName>();

  beforeAll(async () => {
    await removeEverything();
    await startPlainPods(NGINX_BENCH);
  });

  afterAll(async () => {
    if (!KEEP) await removeEverything();
  });

  describe.each(FLEETS)('in %s', (folder) => {
    let before: Configurations;

    /** Reads the fleet's configurations after that drift, with the real programs and without. */
    async function checkDrift(stepsFor: () => readonly Step[]): Promise<void> {
      const drifted = await configurationsOf(folder, (copy) => {
        for (const field of driftFleet(copy.folder, stepsFor).fields) moved.add(field);
      });
      expect(shapesOf(drifted.nginx, nginxShape)).toEqual(shapesOf(before.nginx, nginxShape));
      expect(shapesOf(drifted.stunnel, stunnelShape)).toEqual(shapesOf(before.stunnel, stunnelShape));
      const refused = (await askWhateverTheDns(drifted.nginx)).filter(({ accepted }) => !accepted);
      expect(refused).toEqual([]);
      const { verdicts } = await askStunnel(drifted.stunnel);
      expect(verdicts.map(({ services }) => services)).toEqual(drifted.stunnel.map((kit) => [serviceOf(kit)]));
    }

    beforeAll(async () => {
      before = await configurationsOf(folder);
    });

    it('names as long as they may be are read by nginx and stunnel', async () => {
      await checkDrift(() => LENGTHENING);
    });

    it('nothing is read by nginx and stunnel as another directive', async () => {
      const property = fc.asyncProperty(fc.gen(), (draw) => checkDrift(() => draw(() => arbitrarySteps)));
      await fc.assert(property, { seed: 2, numRuns: 2, endOnFailure: true });
    });
  });

  it('has been put into every field that stands in a configuration', () => {
    expect(IN_CONFIGURATIONS.filter((field) => !moved.has(field))).toEqual([]);
  });

  describe('a value written without a look at it', () => {
    let nginx: readonly Subject[];
    let kit: Subject | undefined;

    beforeAll(async () => {
      const both = ['e2e/fleets/endpoint-settings', 'e2e/fleets/two-tenants'];
      const [settings, tenants] = await Promise.all(both.map((fleet) => configurationsOf(fleet)));
      nginx = [...(settings?.nginx ?? []), ...(tenants?.nginx ?? [])];
      kit = settings?.stunnel[0];
    });

    const carelessly = (where: string, instead: string): Subject => {
      const subject = nginx.find((each) => configurationOf(each).includes(where));
      must(subject !== undefined, `no configuration has ${where}`);
      return spoilt(subject, (text) => text.replace(where, () => instead));
    };

    it('is refused by nginx', async () => {
      const mutants = CARELESS.flatMap(({ where, write, texts }) =>
        texts.map((text) => carelessly(where, write(text))),
      );
      const { verdicts } = await askNginx(mutants);
      expect(verdicts).toHaveLength(mutants.length);
      expect(verdicts.filter(({ accepted }) => accepted)).toEqual([]);
      expect(verdicts.filter(({ said }) => said.includes('[emerg]'))).toHaveLength(mutants.length);
      const harmless = CARELESS.map(({ where }) => carelessly(where, where));
      expect((await askNginx(harmless)).verdicts.filter(({ accepted }) => !accepted)).toEqual([]);
    });

    it('is seen by the other reader where it brings a directive that nginx knows', async () => {
      const where = 'proxy_set_header User-Agent "probe";';
      const mutant = carelessly(where, 'proxy_set_header User-Agent probe; proxy_method PUT;');
      expect((await askNginx([mutant])).verdicts).toMatchObject([{ accepted: true }]);
      expect(nginxShape(mutant)).not.toEqual(nginxShape(carelessly(where, where)));
    });

    it('is refused by stunnel, or is a service too many', async () => {
      must(kit !== undefined, 'no kit');
      const lines = [`x\n${CANARY} = 1`, `x\r\n${CANARY}`, `x\n[${CANARY}]\naccept = 127.0.0.1:29999\nconnect = a:1`];
      const mutants = lines.map((text) =>
        spoilt(kit as Subject, (before) => before.replace(/^sni = .*$/m, `sni = ${text}`)),
      );
      const { verdicts } = await askStunnel(mutants);
      expect(verdicts.map(({ services }) => services.length)).not.toContain(1);
      expect(mutants.filter((mutant) => stunnelShape(mutant).join() === stunnelShape(kit as Subject).join())).toEqual(
        [],
      );
      expect((await askStunnel([kit])).verdicts).toMatchObject([{ accepted: true, services: [serviceOf(kit)] }]);
    });
  });
});
