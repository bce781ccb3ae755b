import fc from 'fast-check';
import { aPlatform } from '../testing/a-platform';
import { aTenant } from '../testing/a-tenant';
import { isWithin, publicDomainsOf, publicHostOf, spiffeId } from './names';

const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,10}[a-z0-9])?$/);
const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));

describe('names', () => {
  it('a domain lies within itself, and every name below it does', () => {
    fc.assert(
      fc.property(domain, domain, (below, own) => {
        expect([isWithin(own, own), isWithin(`${below}.${own}`, own)]).toEqual([true, true]);
      }),
    );
  });

  it('a name lies within a domain exactly if its last labels are those of the domain', () => {
    fc.assert(
      fc.property(domain, domain, (name, own) => {
        const labels = own.split('.');
        expect(isWithin(name, own)).toBe(name.split('.').slice(-labels.length).join('.') === own);
      }),
    );
  });

  it('a name that merely ends in the same letters lies outside', () => {
    fc.assert(fc.property(label, domain, (letters, own) => !isWithin(`${letters}${own}`, own)));
  });

  it('a host that nobody chose lies in a domain of its tenant', () => {
    fc.assert(
      fc.property(label, label, label, (tenantName, app, endpoint) => {
        const platform = aPlatform();
        const tenant = aTenant({
          name: tenantName,
          apps: [{ name: app, endpoints: [{ name: endpoint, port: 1, protocol: 'http' }] }],
        });
        const [only] = tenant.apps;
        const [served] = only?.spec.endpoints ?? [];
        if (only === undefined || served === undefined) throw new Error('the app has no endpoint');
        const host = publicHostOf(platform, tenant, only, served);
        expect(host).toBe(`${endpoint}.${app}.${tenantName}.apps.example.com`);
        expect(publicDomainsOf(platform, tenant).some((own) => isWithin(host, own))).toBe(true);
      }),
    );
  });

  it('an identity names the trust domain of its tenant', () => {
    expect(spiffeId(aPlatform(), 'acme', 'shop')).toBe('spiffe://acme.apps.example.com/app/shop');
  });
});
