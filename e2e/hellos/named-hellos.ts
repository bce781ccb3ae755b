/** Proper hellos with improper, or merely unusual, names. */
import { clientHello, inRecords, type Extension } from './client-hello';
import { CLASSICAL_13, ENCRYPTED_HELLO, oddName, serverNames } from './extensions';
import { ACME, DOMAIN, FOREIGN_HOST, HOST, type Hello, type TenantName } from './hello';

function saying(...extensions: readonly Extension[]): Buffer[] {
  return [inRecords(clientHello({ extensions: [...extensions, ...CLASSICAL_13] }))];
}

function named(id: string, about: string, name: string, owner: TenantName | null, isProper = false): Hello {
  return { id, about, segments: saying(serverNames(name)), owner, isProper };
}

function unnamed(id: string, about: string, ...extensions: readonly Extension[]): Hello {
  return { id, about, segments: saying(...extensions), owner: null, isProper: false };
}

const BELOW_ACME = `.${ACME}.${DOMAIN}`;

/** Below the tenant's domain, and so many bytes long. */
function long(bytes: number): string {
  const free = bytes - BELOW_ACME.length;
  return Array.from({ length: free }, (_, i) => (i % 50 === 49 && i < free - 1 ? '.' : 'a')).join('') + BELOW_ACME;
}

export const NAMED_HELLOS: readonly Hello[] = [
  named('upper', 'the name in capitals', HOST.toUpperCase(), ACME, true),
  named('mixed', 'the name in capitals and small letters', HOST.replace('web.shop', 'Web.shOp'), ACME, true),
  named('dot', 'a dot at the end of the name, which RFC 6066 forbids', `${HOST}.`, ACME),
  named('dots', 'two dots at the end of the name', `${HOST}..`, ACME),
  named('leading-dot', 'a dot before the name', `.${HOST}`, ACME),
  named('domain', 'the tenant’s domain itself', `${ACME}.${DOMAIN}`, ACME),
  named('unknown-host', 'a host that the tenant does not have', `nothing.${ACME}.${DOMAIN}`, ACME),
  named('nobody', 'a name that is nobody’s', 'nobody.example', null),
  named('platform', 'the platform’s domain', DOMAIN, null),
  named('no-tenant', 'a tenant that is not there', `web.shop.e2e-zeta.${DOMAIN}`, null),
  named('alike', 'a tenant whose name ends alike', `web.shop.x${ACME}.${DOMAIN}`, null),
  named('longer', 'the name, and another domain behind it', `${HOST}.nobody.example`, null),
  named('ip-4', 'an IPv4 address', '203.0.113.1', null),
  named('ip-6', 'an IPv6 address', '2001:db8::1', null),
  named('long-253', '253 bytes, as long as DNS allows', long(253), ACME),
  named('long-255', '255 bytes', long(255), ACME),
  named('long-4000', '4,000 bytes', long(4000), ACME),
  named('nul', 'a NUL, and another tenant’s name behind it', `${HOST}\0.${FOREIGN_HOST}`, null),
  named('nul-end', 'a NUL at the end of the name', `${HOST}\0`, null),
  named('nul-front', 'a NUL before the name', `\0.${HOST}`, ACME),
  named('newline', 'a line break in the name', `web\r\n${BELOW_ACME}`, ACME),
  named('space', 'a blank in the name', `web shop${BELOW_ACME}`, ACME),
  named('slash', 'slashes in the name', `../web${BELOW_ACME}`, ACME),
  named('port', 'a port behind the name', `${HOST}:443`, null),
  named('not-ascii', 'bytes that are not ASCII', `w\xe4b${BELOW_ACME}`, ACME),
  named('variable', 'what looks like a variable of the router', `$host${BELOW_ACME}`, ACME),
  named('wildcard', 'a wildcard', `*${BELOW_ACME}`, ACME),
  named('empty', 'an empty name', '', null),
  unnamed('no-name', 'no name'),
  unnamed('no-names', 'a list of no names', serverNames()),
  unnamed('odd-name', 'a name of an undefined type', oddName(HOST)),
  unnamed(
    'ech-foreign',
    'an encrypted inner hello under an outer name that is nobody’s',
    serverNames('cover.example'),
    ENCRYPTED_HELLO,
  ),
];
