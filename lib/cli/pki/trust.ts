/** `gatehouse pki trust`: the certificates that clients outside are given to trust. */
import { Command, Option } from 'commander';
import { loadFleet } from '../../input/load-fleet';
import type { Fleet } from '../../model/fleet';
import { trustedGenerations } from '../../model/generations';
import { fault, locateIn, renderIssues, type Issue, type Result } from '../../model/issue';
import { certificateIds } from '../../model/names';
import { didYouMean } from '../../model/nearest-name';
import type { ForeignHost } from '../../model/own-certificates';
import { PKI_FILES } from '../../model/pki-folder';
import { bundleOf } from '../../pki/inventory';
import { parseInventory } from '../../pki/parse-inventory';
import { FAULTS, FINE } from '../exit-codes';
import { fleetOption } from '../folder-options';
import type { Io } from '../io';
import { findForeignHosts, renderForeignHosts } from './render-foreign-hosts';

interface TrustOptions {
  readonly fleet: string;
  readonly tenant?: string;
  readonly root?: true;
}

export function pkiTrustCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('trust')
    .description('Print what clients are to trust, as PEM: every generation that is trusted, the one that signs first.')
    .addOption(new Option('--tenant <tenant>', "the tenant's clients: its twins, which is what its pods trust"))
    .addOption(new Option('--root', 'readers across tenants: the roots').conflicts('tenant'))
    .addOption(fleetOption(io))
    .addHelpText(
      'after',
      `
Examples:
  gatehouse pki trust --tenant acme > acme-ca.crt
  curl --cacert acme-ca.crt https://web.shop.acme.apps.example.com/

Reads pki/inventory.json: no seed is needed, and nothing secret is printed.`,
    )
    .action((options: TrustOptions) => {
      const bundle = trustOf(options);
      if (bundle.ok) {
        io.writeOut(bundle.value.pem);
        io.writeError(renderForeignHosts(bundle.value.foreign));
      } else io.writeError(renderIssues(locateIn(options.fleet, bundle.issues)));
      exit(bundle.ok ? FINE : FAULTS);
    });
}

interface Trust {
  readonly pem: string;
  /** Hosts of the tenant that it is of no use for. */
  readonly foreign: readonly ForeignHost[];
}

function trustOf({ fleet: folder, tenant, root }: TrustOptions): Result<Trust> {
  const loaded = loadFleet(folder);
  if (!loaded.ok) return loaded;
  const ids = root === true ? rootIds(loaded.value) : twinIds(loaded.value, tenant);
  const inventory = parseInventory(loaded.value.pki?.inventory);
  if (!ids.ok || !inventory.ok)
    return { ok: false, issues: [...(ids.ok ? [] : ids.issues), ...(inventory.ok ? [] : inventory.issues)] };
  const bundle = bundleOf(inventory.value, ids.value);
  const foreign = findForeignHosts(loaded.value, (name) => root !== true && name === tenant);
  if (bundle !== undefined) return { ok: true, value: { pem: bundle, foreign } };
  return refused('the inventory does not list all that is trusted now', 'write it anew: gatehouse synth');
}

function rootIds({ platform }: Fleet): Result<string[]> {
  return { ok: true, value: trustedGenerations(platform.spec.pki.generations).map(certificateIds.root) };
}

function twinIds({ tenants }: Fleet, name: string | undefined): Result<string[]> {
  const names = tenants.map((tenant) => tenant.name);
  if (name === undefined) return refused('nobody says whose trust is asked for', 'write --tenant <tenant> or --root');
  const tenant = tenants.find((known) => known.name === name);
  if (tenant === undefined) {
    const message = `there is no tenant ${JSON.stringify(name)}${didYouMean(name, names)}`;
    return refused(message, `allowed: ${names.join(', ')}`);
  }
  const generations = trustedGenerations(tenant.spec.pki.generations);
  return { ok: true, value: generations.map((number) => certificateIds.twin(name, number)) };
}

function refused(message: string, fix: string): { readonly ok: false; readonly issues: readonly Issue[] } {
  return { ok: false, issues: [fault('trust', { file: PKI_FILES.inventory, line: 1, column: 1 }, message, fix)] };
}
