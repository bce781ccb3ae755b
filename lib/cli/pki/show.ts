/** `gatehouse pki show`: any certificate of the fleet, or of a file, in human words. */
import { readFileSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { fault, locateIn, renderIssues, type Issue } from '../../model/issue';
import { didYouMean } from '../../model/nearest-name';
import { PKI_FILES } from '../../model/pki-folder';
import { certificatesIn, describeCertificate } from '../../pki/describe-certificate';
import type { Inventory } from '../../pki/inventory';
import { FAULTS, FINE } from '../exit-codes';
import { fleetOption } from '../folder-options';
import type { Io } from '../io';
import { loadInventory } from './load-inventory';
import { findForeignHosts, renderForeignHosts } from './render-foreign-hosts';
import { renderEntry, renderTree } from './render-inventory';

export function pkiShowCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('show')
    .description('Tell in human words what certificates say: of the inventory, or of a file.')
    .argument('[what]', 'an id such as acme/app/shop, a host, a tenant, or a file; without it, the tree of all')
    .addOption(fleetOption(io))
    .addHelpText(
      'after',
      `
Examples:
  gatehouse pki show                                             root, authorities, numbers of leaves
  gatehouse pki show acme                                        all of a tenant
  gatehouse pki show shop.example.com                            the certificate of a host
  gatehouse pki show dist/tenants/acme/45-configmap-trust.k8s.yaml   every certificate in a file`,
    )
    .action((what: string | undefined, { fleet }: { readonly fleet: string }) => {
      exit(what !== undefined && isFile(what) ? showFile(what, io) : showInventory(what, fleet, io));
    });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function showFile(file: string, io: Io): number {
  const certificates = certificatesIn(readFileSync(file, 'latin1'));
  const none = fault('show', { file, line: 1, column: 1 }, 'there is no certificate in this file', 'name another');
  if (certificates.length === 0) return refuse([none], io);
  io.writeOut(certificates.map((certificate) => [...describeCertificate(certificate), ''].join('\n')).join('\n'));
  return FINE;
}

function showInventory(what: string | undefined, folder: string, io: Io): number {
  const loaded = loadInventory(folder);
  if (!loaded.ok) return refuse(loaded.issues, io);
  const { fleet, inventory } = loaded.value;
  if (what === undefined) {
    io.writeOut(renderTree(inventory, fleet) + renderForeignHosts(findForeignHosts(fleet, () => true)));
    return FINE;
  }
  const found = find(inventory, what);
  const foreign = findForeignHosts(fleet, (tenant, host) => tenant === what || host === what);
  if (found.length === 0 && foreign.length === 0) return refuse(locateIn(folder, [unknown(inventory, what)]), io);
  io.writeOut([...found.map(renderEntry), ...(foreign.length === 0 ? [] : [renderForeignHosts(foreign)])].join('\n'));
  return FINE;
}

function find({ certificates }: Inventory, what: string): Inventory['certificates'] {
  const exact = certificates.filter(({ id, dnsNames }) => id === what || dnsNames.includes(what));
  return exact.length > 0 ? exact : certificates.filter(({ id }) => id.startsWith(`${what}/`));
}

function unknown({ certificates }: Inventory, what: string): Issue {
  const known = certificates.flatMap(({ id, dnsNames }) => [id, id.replace(/\/.*/, ''), ...dnsNames]);
  const message = `${JSON.stringify(what)} is no id, host or tenant of the inventory, and no file`;
  const fix = 'gatehouse pki show, without a word, tells what there is';
  return fault('show', { file: PKI_FILES.inventory, line: 1, column: 1 }, message + didYouMean(what, known), fix);
}

function refuse(issues: readonly Issue[], io: Io): number {
  io.writeError(renderIssues(issues));
  return FAULTS;
}
