import { aManifest, aPassingTree, verdict, withChange } from '../sample-manifests';

const MEBIBYTE = 1024 * 1024;

describe('size-limits', () => {
  it('accepts exactly 1 MiB, and counts what base64 decodes to', () => {
    const data = { mode: 'x'.repeat(MEBIBYTE) };
    expect(verdict(withChange(aPassingTree(), 'ConfigMap', 'data', data))).toEqual([]);
    const secret = { 'tls.key': Buffer.alloc(MEBIBYTE).toString('base64') };
    expect(verdict(withChange(aPassingTree(), 'Secret', 'data', secret))).toEqual([]);
  });

  it('refuses one byte more, in text of several bytes a character too', () => {
    const data = { mode: 'é'.repeat(MEBIBYTE / 2), more: 'x' };
    expect(verdict(withChange(aPassingTree(), 'ConfigMap', 'data', data))).toEqual([
      'size-limits acme/configmap-settings.yaml:1:1 the values of ConfigMap "settings" take 1048577 bytes, at most 1048576 (1 MiB) are allowed; divide it into several ConfigMaps',
    ]);
  });

  it('refuses a Secret that decodes to more than 1 MiB', () => {
    const secret = { 'tls.key': Buffer.alloc(MEBIBYTE + 1).toString('base64') };
    expect(verdict(withChange(aPassingTree(), 'Secret', 'data', secret))).toEqual([
      'size-limits acme/secret-tls.yaml:1:1 the values of Secret "tls" take 1048577 bytes, at most 1048576 (1 MiB) are allowed; divide it into several Secrets',
    ]);
  });

  it('refuses any object of more than 1.5 MiB', () => {
    const lamp = aManifest('example.com/v1', 'Lamp', 'big', 'acme', { spec: { text: 'x'.repeat(1.5 * MEBIBYTE) } });
    expect(verdict([...aPassingTree(), lamp])).toEqual([
      'size-limits acme/lamp-big.yaml:1:1 Lamp "big" takes 1572973 bytes as JSON, at most 1572864 (1.5 MiB) are allowed; divide it into several objects',
    ]);
  });
});
