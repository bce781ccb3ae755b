/** What is understood of a fleet depends on the texts that were read and on nothing else. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Fleet } from '../model/fleet';
import { appText, fleetFolder } from '../testing/fleet-folder';
import { loadFleet, understandFleet, type LoadedFleet } from './load-fleet';
import { readFleet } from './read-fleet';

const SAMPLE = path.resolve(__dirname, '../../fleet');

/** Without functions: places are asked for instead, of every app. */
function plain(loaded: LoadedFleet): unknown {
  const placesOf = ({ tenants }: Fleet): unknown[] =>
    tenants.flatMap(({ apps }) => apps.map(({ source }) => source.placeOf(['spec', 'pod', 'containers', 0, 'image'])));
  return [JSON.parse(JSON.stringify(loaded)), loaded.ok ? placesOf(loaded.value) : []];
}

test('texts that went to another thread come to the same fleet, though the folder is gone', () => {
  const folder = fleetFolder({ 'tenants/acme/db.yaml': appText('db') });
  const here = loadFleet(folder);
  const texts = structuredClone(readFleet(folder));
  rmSync(folder, { recursive: true });
  expect(here.ok).toBe(true);
  expect(plain(understandFleet(texts))).toEqual(plain(here));
});

test('the sample with its certificates too', () => {
  expect(plain(understandFleet(structuredClone(readFleet(SAMPLE))))).toEqual(plain(loadFleet(SAMPLE)));
});

test('faults of reading are among the faults', () => {
  const folder = fleetFolder({
    'tenants/acme/bad.yaml': 'a: &b c\n',
    'tenants/acme/odd.yml': '',
    'tenants/x.yaml': '',
  });
  const here = loadFleet(folder);
  const there = understandFleet(structuredClone(readFleet(folder)));
  rmSync(folder, { recursive: true });
  expect(here.ok).toBe(false);
  expect(plain(there)).toEqual(plain(here));
});
