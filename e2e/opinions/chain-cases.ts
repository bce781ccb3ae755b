/** The corpus: good chains of the sample fleet, and what acme could make with its authority's key in hand. */
import { certificateOf } from '../../lib/model/certificate-chain';
import type { CertificatePlan } from '../../lib/model/certificate';
import { certificateIds } from '../../lib/model/names';
import { alter, keyPemOf, sign, signAltered, type Signer } from './hostile-signer';
import { outsideNames } from './outside-names';
import type { ChainCase } from './question';
import { DAY, type TodaysPki } from './todays-pki';

const HOST = 'shop.acme.svc';
const ID = {
  root: certificateIds.root(1),
  authority: certificateIds.authority('acme', 1),
  twin: certificateIds.twin('acme', 1),
  shop: certificateIds.app('acme', 'shop'),
  neighbour: certificateIds.authority('globex', 1),
};

export function chainCasesOf(pki: TodaysPki): ChainCase[] {
  return [genuine, outside, authorities, times, usages, keys].flatMap((chapter) => chapter(pki));
}

function genuine(pki: TodaysPki): ChainCase[] {
  const of = (id: string, about: string, certificate: string, host: string, sent: readonly string[]): ChainCase => {
    const { certificatePem: leafPem, keyPem } = certificateOf(pki.store, certificate);
    return { id, about, leafPem, keyPem, sent: sent.map((issuer) => pemOf(pki, issuer)), host };
  };
  const neighbour = certificateIds.app('globex', 'bank');
  const publicHost = 'web.shop.acme.apps.example.com';
  return [
    of('app', 'an app of acme', ID.shop, HOST, [ID.authority]),
    of('app-alone', 'the same, its authority not sent along', ID.shop, HOST, []),
    of('gate', 'the gate of acme', certificateIds.app('acme', 'gate'), 'gate.acme.svc', [ID.authority]),
    of('public-host', 'a public host of acme', certificateIds.host('acme', publicHost), publicHost, [ID.authority]),
    of('other-app', 'another app of acme than was asked for', certificateIds.app('acme', 'cart'), HOST, [ID.authority]),
    of('neighbour', 'an app of globex', neighbour, 'bank.globex.svc', [ID.neighbour]),
    of('neighbour-and-root', 'the same, the root sent along too', neighbour, 'bank.globex.svc', [
      ID.neighbour,
      ID.root,
    ]),
  ];
}

function outside(pki: TodaysPki): ChainCase[] {
  const leaves = outsideNames(pki.planOf(ID.shop), acmeOf(pki));
  return leaves.map(({ id, about, leafPem, host = HOST, isAlone = false }) => {
    const forged = forgedCase(pki, id, about, leafPem);
    return { ...forged, host, sent: isAlone ? [] : forged.sent };
  });
}

function authorities(pki: TodaysPki): ChainCase[] {
  const acme = acmeOf(pki);
  const authorityBelow = (plan: CertificatePlan, signer: Signer): string =>
    sign({ ...plan, keyId: 'acme/below' }, signer);
  const planBelow = { ...pki.planOf(ID.authority), subject: { organization: 'acme', unit: 'below' } };
  const below = { subject: planBelow.subject, keyId: 'acme/below' };
  const named = { subject: pki.planOf(ID.neighbour).subject, keyId: 'acme/below' };
  const shop = { subject: pki.planOf(ID.shop).subject, keyId: ID.shop };
  const bank = { ...pki.planOf(certificateIds.app('globex', 'bank')), keyId: ID.shop };
  const own = pemOf(pki, ID.authority);
  return [
    {
      ...forgedCase(pki, 'authority-below', 'signed by an authority that acme made', forge(pki, {}, below)),
      sent: [authorityBelow(planBelow, acme), own],
    },
    {
      ...forgedCase(
        pki,
        'authority-named',
        'signed by an authority that acme made, named as globex’s',
        sign(bank, named),
      ),
      sent: [authorityBelow(pki.planOf(ID.neighbour), acme), own],
      host: 'bank.globex.svc',
    },
    {
      ...forgedCase(
        pki,
        'leaf-signs',
        'signed by an app',
        forge(pki, { subject: { organization: 'acme', commonName: 'x' } }, shop),
      ),
      sent: [pemOf(pki, ID.shop), own],
    },
    {
      ...forgedCase(pki, 'authority-itself', 'the authority itself, as if it were an app', own),
      sent: [],
      keyPem: keyPemOf(ID.authority),
    },
    {
      ...forgedCase(pki, 'twin-itself', 'the twin itself, as if it were an app', pemOf(pki, ID.twin)),
      sent: [],
      keyPem: keyPemOf(ID.authority),
    },
  ];
}

function times(pki: TodaysPki): ChainCase[] {
  const day = (days: number): Date => new Date(pki.now.getTime() + days * DAY);
  const { notBefore, notAfter } = pki.planOf(ID.shop);
  const at = (id: string, about: string, date: Date, seconds: number): ChainCase => ({
    ...forgedCase(pki, id, about, pemOf(pki, ID.shop)),
    at: new Date(date.getTime() + seconds * 1000),
  });
  const old = { ...pki.planOf(ID.authority), notAfter: day(-1) };
  const root = { subject: pki.planOf(ID.root).subject, keyId: ID.root };
  return [
    forgedCase(pki, 'expired', 'expired yesterday', forge(pki, { notAfter: day(-1) })),
    forgedCase(pki, 'not-yet', 'valid from tomorrow', forge(pki, { notBefore: day(1) })),
    {
      ...forgedCase(
        pki,
        'authority-expired',
        'an app of acme with an authority that expired yesterday',
        pemOf(pki, ID.shop),
      ),
      sent: [sign(old, root)],
    },
    at('second-before', 'an app, one second before its first', notBefore, -1),
    at('first-second', 'an app in its first second', notBefore, 0),
    at('last-second', 'an app in its last second', notAfter, 0),
    at('second-after', 'an app, one second after its last', notAfter, 1),
  ];
}

function usages(pki: TodaysPki): ChainCase[] {
  const server = { ...pki.planOf(ID.shop), profile: 'public' } as const;
  const [serverAuth, clientAuth] = ['2b06010505070301', '2b06010505070302'].map((oid) => Buffer.from(oid, 'hex'));
  if (serverAuth === undefined || clientAuth === undefined) throw new Error('two in, two out');
  const acme = acmeOf(pki);
  return [
    forgedCase(pki, 'server-only', 'for servers only', sign(server, acme)),
    forgedCase(pki, 'client-only', 'for clients only', signAltered(sign(server, acme), serverAuth, clientAuth, acme)),
  ];
}

function keys(pki: TodaysPki): ChainCase[] {
  const acme = acmeOf(pki);
  const other = { ...acme, keyId: ID.neighbour };
  const twin = { ...pki.planOf(ID.twin), keyId: ID.neighbour };
  const shop = pki.planOf(ID.shop);
  const text = (commonName: string): Buffer =>
    Buffer.from(`\u0006\u0003U\u0004\u0003\u000c\u0004${commonName}`, 'latin1');
  return [
    forgedCase(pki, 'wrong-key', 'signed by globex’s key under the name of acme’s authority', forge(pki, {}, other)),
    forgedCase(
      pki,
      'wrong-key-hidden',
      'the same, saying that it was acme’s key',
      forge(pki, {}, { ...other, claimedKeyId: acme.keyId }),
    ),
    {
      ...forgedCase(pki, 'wrong-twin', 'the same, with a twin of that key sent along', forge(pki, {}, other)),
      sent: [sign(twin, other)],
    },
    {
      ...forgedCase(
        pki,
        'self-signed',
        'an app’s names, signed by itself',
        sign(shop, { subject: shop.subject, keyId: ID.shop }),
      ),
      sent: [],
    },
    forgedCase(
      pki,
      'altered',
      'an app with one letter of its subject changed',
      alter(pemOf(pki, ID.shop), text('shop'), text('shot')),
    ),
  ];
}

/** Signed by acme, or said to be, and shown with acme's authority and the key of acme's shop. */
function forgedCase(pki: TodaysPki, id: string, about: string, leafPem: string): ChainCase {
  return { id, about, leafPem, keyPem: keyPemOf(ID.shop), sent: [pemOf(pki, ID.authority)], host: HOST };
}

function forge(pki: TodaysPki, changes: Partial<CertificatePlan>, signer = acmeOf(pki)): string {
  return sign({ ...pki.planOf(ID.shop), ...changes }, signer);
}

function acmeOf(pki: TodaysPki): Signer {
  const { subject, keyId } = pki.planOf(ID.authority);
  return { subject, keyId };
}

function pemOf({ store }: TodaysPki, id: string): string {
  return certificateOf(store, id).certificatePem;
}
