import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { renderIssue } from '../model/issue';
import { fleetFolder, PLATFORM_TEXT, tenantText } from '../testing/fleet-folder';
import { loadFleet } from './load-fleet';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true });
});
afterEach(() => jest.restoreAllMocks());

function folderOf(files: Parameters<typeof fleetFolder>[0]): string {
  const folder = fleetFolder(files);
  made.push(folder);
  return folder;
}

function faultsIn(folder: string): string[] {
  const loaded = loadFleet(folder);
  return loaded.ok ? [] : loaded.issues.map(renderIssue);
}

function faultsOf(files: Parameters<typeof fleetFolder>[0]): string[] {
  return faultsIn(folderOf(files));
}

/** A fleet in which `prepare` has changed something that is no text. */
function faultsAfter(prepare: (folder: string) => void): string[] {
  const folder = folderOf({});
  prepare(folder);
  return faultsIn(folder);
}

const OUTSIDE = 'put the document itself here';
const MOVE = 'move it out of the fleet folder, or begin its name with a dot';

describe('loadFleet, of a folder that means it harm', () => {
  it('tells the place of the first byte that is not UTF-8, and takes a byte order mark', () => {
    const bytes = Buffer.concat([Buffer.from('# Grüße\n# 日本'), Buffer.from([0xe4, 0x20]), Buffer.from('\n')]);
    expect(faultsOf({ 'tenants/acme/shop.yaml': bytes })).toEqual([
      'tenants/acme/shop.yaml:2:5 byte e4 is not UTF-8; save the file as UTF-8',
    ]);
    expect(faultsOf({ 'platform.yaml': Buffer.from(`\ufeff${PLATFORM_TEXT}`, 'utf16le') })).toEqual([
      'platform.yaml:1:1 byte ff is not UTF-8; save the file as UTF-8',
    ]);
    expect(faultsOf({ 'platform.yaml': `\ufeff${PLATFORM_TEXT}` })).toEqual([]);
  });

  it('refuses a large file without reading it', () => {
    const read = jest.spyOn(fs, 'readFileSync');
    const faults = faultsAfter((folder) => {
      fs.truncateSync(path.join(folder, 'platform.yaml'), 50 * 2 ** 20);
    });
    expect(faults).toEqual([
      'platform.yaml:1:1 the file has 50.0 MiB, and it may have 1 MiB; divide it, or remove what does not belong there',
    ]);
    expect(read.mock.calls).toHaveLength(2);
  });

  it('refuses symbolic links that lead out of the fleet, of files and of folders', () => {
    const faults = faultsAfter((folder) => {
      const elsewhere = folderOf({});
      fs.symlinkSync('/etc/passwd', path.join(folder, 'tenants/acme/secret.yaml'));
      fs.symlinkSync(path.join(elsewhere, 'tenants/acme'), path.join(folder, 'tenants/beta'));
      fs.symlinkSync('../../../nowhere.yaml', path.join(folder, 'tenants/acme/dangling.yaml'));
      fs.symlinkSync('loop.yaml', path.join(folder, 'tenants/acme/loop.yaml'));
    });
    expect(faults).toEqual([
      `tenants/acme/dangling.yaml:1:1 the symbolic link cannot be followed: it is not there; ${OUTSIDE}`,
      `tenants/acme/loop.yaml:1:1 the symbolic link cannot be followed: its links lead in a circle; ${OUTSIDE}`,
      `tenants/acme/secret.yaml:1:1 the symbolic link leads out of the fleet folder; ${OUTSIDE}`,
      `tenants/beta:1:1 the symbolic link leads out of the fleet folder; ${OUTSIDE}`,
    ]);
  });

  it('follows symbolic links within the fleet, as those of a mounted ConfigMap, and to the fleet itself', () => {
    const folder = folderOf({
      'platform.yaml': undefined,
      '..data/platform.yaml': PLATFORM_TEXT,
      'tenants/beta/tenant.yaml': tenantText('beta'),
    });
    fs.symlinkSync('..data/platform.yaml', path.join(folder, 'platform.yaml'));
    fs.symlinkSync('../acme/shop.yaml', path.join(folder, 'tenants/beta/shop.yaml'));
    const link = `${folder}-link`;
    fs.symlinkSync(folder, link);
    expect(faultsIn(link)).toEqual([]);
    fs.unlinkSync(link);
  });

  it('hangs on nothing that is no ordinary file', async () => {
    const folder = folderOf({});
    const at = (name: string): string => path.join(folder, 'tenants/acme', name);
    execFileSync('mkfifo', [at('pipe.yaml')]);
    fs.mkdirSync(at('folder.yaml'));
    fs.symlinkSync('pipe.yaml', at('link.yaml'));
    fs.rmSync(path.join(folder, 'platform.yaml'));
    fs.mkdirSync(path.join(folder, 'platform.yaml'));
    const server = createServer().listen(at('socket.yaml'));
    await new Promise((resolve) => server.once('listening', resolve));
    const neither = `this is neither file nor folder, and has no place in a fleet; ${MOVE}`;
    expect(faultsIn(folder)).toEqual([
      `platform.yaml:1:1 a folder of this name has no place here; ${MOVE}`,
      'platform.yaml:1:1 there is no platform.yaml; write this document of kind Platform',
      `tenants/acme/folder.yaml:1:1 a folder of this name has no place here; ${MOVE}`,
      `tenants/acme/link.yaml:1:1 ${neither}`,
      `tenants/acme/pipe.yaml:1:1 ${neither}`,
      `tenants/acme/socket.yaml:1:1 ${neither}`,
    ]);
    server.close();
  });

  it('does not hang where a file becomes a pipe while it is being read', () => {
    const folder = folderOf({});
    const open = fs.openSync;
    jest.spyOn(fs, 'openSync').mockImplementation((file, ...rest) => {
      if (String(file).endsWith('shop.yaml')) {
        fs.rmSync(file);
        execFileSync('mkfifo', [String(file)]);
      }
      return open(file, ...rest);
    });
    expect(faultsIn(folder)).toEqual([
      'tenants/acme/shop.yaml:1:1 this is no ordinary file; replace it by a YAML document',
    ]);
  });

  it('tells of what it may not read', () => {
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    const refuse = (): never => {
      throw denied;
    };
    const folder = folderOf({});
    jest.spyOn(fs, 'openSync').mockImplementationOnce(refuse);
    expect(faultsIn(folder)).toEqual([
      'platform.yaml:1:1 the file cannot be read: permission is denied; make it an ordinary, readable file',
    ]);
    jest.restoreAllMocks();
    const read = fs.readdirSync;
    jest
      .spyOn(fs, 'readdirSync')
      .mockImplementation(((file: string, ...rest: []) =>
        file.endsWith('tenants') ? refuse() : read(file, ...rest)) as typeof read);
    expect(faultsIn(folder)).toEqual(['tenants:1:1 the folder cannot be read: permission is denied; make it readable']);
  });
});
