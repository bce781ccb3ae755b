/** The fleet's `pki/` folder: what of the certificates is committed beside the documents (docs/decisions/0015). */

/** Text of each file that is there; the folder itself is there where the value is. */
export interface PkiFolder {
  /** `seed.age`: the seed, encrypted. */
  readonly seed?: string;
  /** `sealing.pem`: the cluster's sealing certificate. */
  readonly sealing?: string;
  /** `inventory.json`: every certificate as of the last synth; public. */
  readonly inventory?: string;
}

export const PKI_FOLDER = 'pki';

export const PKI_FILES: Readonly<Record<keyof PkiFolder, string>> = {
  seed: 'pki/seed.age',
  sealing: 'pki/sealing.pem',
  inventory: 'pki/inventory.json',
};
