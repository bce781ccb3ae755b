/** A call across tenants: both sides agree, and then one app may call one endpoint, and nobody anything else. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guestLeafName } from '../lib/model/leaf-names';
import { leafSecretOf, serviceHost } from '../lib/model/names';
import { meshPort } from '../lib/model/ports';
import { attemptInside, httpRequest, type Attempt, type Outcome, type Tls } from './attempt';
import { tryRun } from './command';
import { KEEP } from './environment';
import { eventually, must } from './eventually';
import {
  copyFleet,
  edit,
  entryOf,
  findObject,
  readDocument,
  removeCopy,
  synthesize,
  type FleetCopy,
} from './fleet-copy';
import { selfSigned } from './forged-identity';
import {
  applyAll,
  claimNamespaces,
  install,
  namespacesOf,
  removeEverything,
  restartsOf,
  waitUntilReady,
} from './installation';
import { parseAnswer } from './internet';
import { addressOf, exec, hurryKubelet, kubectl, podOf, startInside, tryExec } from './kubectl';
import { authorityOf, identityOf } from './two-tenants';

const BOURSE = 'e2e-bourse';
const BROKER = 'e2e-broker';
const THIRD = 'e2e-third';
const API = 8080;
const ADMIN = 8081;
const EGRESS = 9444;
/** By itself kubelet looks about once a minute. */
const KUBELET_SECONDS = 150;
const HELD = readFileSync(join(__dirname, 'programs', 'held_egress.py'), 'utf8');

/** What somebody has who has broken into the app's pod: its certificate as a guest. */
function guestOf(copy: FleetCopy): Tls {
  const secret = findObject(copy, 'Secret', BROKER, leafSecretOf('rates'));
  const name = guestLeafName(BOURSE);
  return { certificate: entryOf(secret, `${name}.crt`), key: entryOf(secret, `${name}.key`) };
}

async function mesh(port: number, tls: Tls): Promise<Attempt> {
  const host = addressOf(await podOf(BOURSE, 'fx'));
  return { host, port: meshPort(port), tls, send: httpRequest('fx', '/attempt') };
}

async function answerAt(app: string, port = EGRESS): Promise<string> {
  const curl = ['curl', '-sS', '--max-time', '5', `http://127.0.0.1:${port}/from-${app}`];
  return (await tryExec(BROKER, app, curl)).stdout;
}

function isAnswer(text: string): boolean {
  return text.includes('"path"');
}

describe('a grant between two tenants, beside a third', () => {
  const copy = copyFleet('e2e/fleets/grants');

  beforeAll(async () => {
    await removeEverything();
    await synthesize(copy);
    await claimNamespaces(...namespacesOf(copy));
    await install(copy);
  });

  afterAll(async () => {
    if (!KEEP) await removeEverything();
    removeCopy(copy);
  });

  it('the app that both sides name calls the endpoint that both sides name', async () => {
    const answer = await eventually('the guest is answered', 30, async () => {
      const text = await answerAt('rates');
      must(isAnswer(text), text);
      return parseAnswer(text);
    });
    expect(answer).toMatchObject({ path: '/from-rates', version: 'api' });
  });

  it("the guest's app finds the callee by its verified name: its certificate is of the callee's tenant", async () => {
    const show = 'openssl s_client -connect "$1" </dev/null 2>/dev/null | openssl x509 -noout -issuer';
    const host = `${serviceHost(BOURSE, 'fx')}.cluster.local:${API}`;
    expect(await exec(BROKER, 'rates', ['sh', '-c', show, 'sh', host])).toMatch(/O ?= ?e2e-bourse/);
  });

  const strangers = async (): Promise<
    Record<string, { readonly from: [string, string]; readonly attempt: Attempt }>
  > => ({
    "the guest's app at the other endpoint": { from: [BROKER, 'rates'], attempt: await mesh(ADMIN, guestOf(copy)) },
    'another app of its tenant, with the stolen guest certificate, at the other endpoint': {
      from: [BROKER, 'books'],
      attempt: await mesh(ADMIN, guestOf(copy)),
    },
    'another app of its tenant, as itself': {
      from: [BROKER, 'books'],
      attempt: await mesh(API, identityOf(copy, BROKER, 'books')),
    },
    "the guest's app, as itself and not as a guest": {
      from: [BROKER, 'rates'],
      attempt: await mesh(API, identityOf(copy, BROKER, 'rates')),
    },
    'a third tenant, as itself': { from: [THIRD, 'till'], attempt: await mesh(API, identityOf(copy, THIRD, 'till')) },
    "a third tenant, with a certificate that it signed in the guest's name": {
      from: [THIRD, 'till'],
      attempt: await mesh(API, await selfSigned(`${BOURSE}/OU=guest`, `rates.${BROKER}`)),
    },
    'a third tenant, at the other endpoint': {
      from: [THIRD, 'till'],
      attempt: await mesh(ADMIN, identityOf(copy, THIRD, 'till')),
    },
  });

  /** All of one pod at once. */
  const outcomes = async (): Promise<Record<string, Outcome>> => {
    const all = Object.entries(await strangers());
    const found: Record<string, Outcome> = {};
    for (const pod of new Set(all.map(([, { from }]) => from.join('/')))) {
      const own = all.filter(([, { from }]) => from.join('/') === pod);
      const [tenant = '', app = ''] = pod.split('/');
      const results = await attemptInside(
        tenant,
        app,
        own.map(([, { attempt }]) => attempt),
      );
      own.forEach(([name], i) => {
        const outcome = results[i];
        must(outcome !== undefined, `no outcome for ${name}`);
        found[name] = outcome;
      });
    }
    expect(Object.keys(found)).toHaveLength(all.length);
    return found;
  };

  it('network policies let nobody else open a connection, the guest no other port', async () => {
    const opened = Object.entries(await outcomes()).flatMap(([name, { opened }]) => (opened ? [name] : []));
    // Its pod may open the endpoint's port; as whom it then speaks is for the sidecar to judge.
    expect(opened).toEqual(["the guest's app, as itself and not as a guest"]);
    const [granted] = await attemptInside(BROKER, 'rates', [await mesh(API, guestOf(copy))]);
    expect(granted?.received).toMatch(/^HTTP\/1.1 200 /);
  });

  describe('with the network policies of all three deleted', () => {
    beforeAll(async () => {
      for (const tenant of [BOURSE, BROKER, THIRD]) await kubectl('-n', tenant, 'delete', 'networkpolicies', '--all');
      await eventually('a third tenant can open a connection', 30, async () => {
        const [outcome] = await attemptInside(THIRD, 'till', [await mesh(API, {})]);
        must(outcome?.opened === true, JSON.stringify(outcome));
      });
    });
    afterAll(() => applyAll(copy));

    it('identity alone refuses each of them: not a byte, though the connection opens', async () => {
      for (const [name, outcome] of Object.entries(await outcomes()))
        expect([name, outcome.opened, outcome.received]).toEqual([name, true, '']);
    });

    it("a guest's certificate is no server's: it cannot take the callee's place before other callers", async () => {
      const { certificate = '', key = '' } = guestOf(copy);
      const dns = execFileSync('openssl', ['x509', '-noout', '-ext', 'subjectAltName,extendedKeyUsage'], {
        input: certificate,
        encoding: 'utf8',
      });
      expect(dns).not.toMatch(/DNS:|Server/);
      const verify = `cat > /tmp/g.pem && openssl verify -partial_chain -purpose sslserver -CAfile /dev/stdin /tmp/g.pem <<'E'\n${authorityOf(copy, BOURSE)}E`;
      const { stdout, stderr } = await tryRun(['sh', '-c', verify], certificate);
      expect(stdout + stderr).toMatch(/unsuitable certificate purpose|unsupported certificate purpose/);
      expect(key).toContain('PRIVATE KEY');
    });
  });

  it('a further grant lets a further app in and restarts no pod', async () => {
    const pods = (): Promise<unknown> => Promise.all([BOURSE, BROKER].map(restartsOf));
    const before = await pods();
    const rates = readDocument(copy, `tenants/${BROKER}/rates.yaml`);
    const egresses = rates.slice(rates.indexOf('  egresses:')).replace('endpoint: api', 'endpoint: admin');
    edit(copy, `tenants/${BROKER}/books.yaml`, '        emptyDir: {}\n', `        emptyDir: {}\n${egresses}`);
    const grants = `\n      grants:\n        - tenant: ${BROKER}\n          app: books\n    - name: api`;
    edit(copy, `tenants/${BOURSE}/fx.yaml`, '\n    - name: api', grants);
    await synthesize(copy);
    await applyAll(copy);
    await eventually('the new guest is answered', KUBELET_SECONDS, async () => {
      await Promise.all([BOURSE, BROKER].map(hurryKubelet));
      const text = await answerAt('books');
      must(isAnswer(text) && parseAnswer(text).version === 'admin', text);
    });
    expect(await pods()).toEqual(before);
    expect(isAnswer(await answerAt('rates'))).toBe(true);
  });

  describe.each([
    ['exporter', BOURSE],
    ['importer', BROKER],
  ])('taken back, once the cluster has the %s’s side of it', (_side, tenant) => {
    it('the call ends, and so does the connection that was open', async () => {
      const held = await startInside(BROKER, 'rates', ['python3', '-u', '-c', HELD, String(EGRESS), '90']);
      const taken = copyFleet('e2e/fleets/grants');
      edit(taken, `tenants/${BROKER}/rates.yaml`, rateEgresses(taken), '');
      edit(taken, `tenants/${BOURSE}/fx.yaml`, GRANT, '');
      await synthesize(taken);
      const folder = { ...taken, output: join(taken.output, 'tenants', tenant) };
      await applyAll(folder);
      await eventually('the guest is refused', KUBELET_SECONDS, async () => {
        await hurryKubelet(tenant);
        const text = await answerAt('rates');
        must(!isAnswer(text), 'it is still answered');
      });
      const { stdout, code, stderr } = await held.finish();
      expect([code, stderr]).toEqual([0, '']);
      const { lived } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { lived: number | null };
      expect(lived).not.toBeNull();
      removeCopy(taken);
    });

    it('and begins anew when it is there again', async () => {
      await applyAll(copy);
      await waitUntilReady(BOURSE, BROKER);
      await eventually('the guest is answered again', KUBELET_SECONDS, async () => {
        await hurryKubelet(tenant);
        must(isAnswer(await answerAt('rates')), 'it is not');
      });
    });
  });
});

const GRANT = '\n      grants:\n        - tenant: e2e-broker\n          app: rates';

function rateEgresses(copy: FleetCopy): string {
  const text = readDocument(copy, `tenants/${BROKER}/rates.yaml`);
  return text.slice(text.indexOf('  egresses:'));
}
