/**
 * Leaves under one stable Secret name, as the platform's secrets mode lets their keys into manifests
 * (docs/decisions/0016). Whatever the mode, a pod finds `<name>.crt` (leaf, then its tenant's authority as the root signed it)
 * and `<name>.key` of each leaf in the Secret of that name.
 */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SealedSecret } from '../../imports/bitnami.com';
import type { DrawableStore } from '../model/certificate';
import { certificateOf, chainPem } from '../model/certificate-chain';
import type { LeafSecretPlan } from '../model/leaf-secrets';
import type { Platform } from '../model/platform';
import { KubernetesResource } from './kubernetes-resource';
import { objectMetadata } from './object-metadata';

export interface LeafSecretProps {
  readonly platform: Platform;
  readonly secret: LeafSecretPlan;
  readonly labels: Readonly<Record<string, string>>;
  /** With keys as the mode wants them. */
  readonly certificates: DrawableStore;
}

export class LeafSecret extends Construct {
  constructor(scope: Construct, id: string, props: LeafSecretProps) {
    super(scope, id);
    const isSealed = props.platform.spec.secrets.mode === 'sealed';
    new KubernetesResource(this, 'secret', isSealed ? sealedSecret(props) : plainSecret(props));
  }
}

/** Values are under `data`, never `stringData`: Argo CD cannot take removed stringData keys away. */
function plainSecret(props: LeafSecretProps): unknown {
  const { secret, certificates } = props;
  return k8s.KubeSecret.manifest({
    metadata: metadataOf('Secret', props),
    type: secret.type,
    data: Object.fromEntries(
      secret.leaves.flatMap(({ name, id }) => [
        [`${name}.crt`, toBase64(chainPem(certificates, id))],
        [`${name}.key`, toBase64(keyOf(certificates, id, 'keyPem'))],
      ]),
    ),
  });
}

/**
 * The controller makes a Secret of the same name from `template`, and adds what it unseals. Strict scope, since no annotation
 * asks for another: the values can be unsealed under this namespace and name alone. `template.data` is text, not base64, and goes
 * through Go's text/template, where `{{` would begin an action (sealed-secrets v0.31.0, pkg/apis/sealedsecrets/v1alpha1, Unseal).
 */
function sealedSecret(props: LeafSecretProps): unknown {
  const { secret, certificates } = props;
  const { labels, annotations } = metadataOf('Secret', props);
  const entries = <T>(ending: string, valueOf: (id: string) => T): Record<string, T> =>
    Object.fromEntries(secret.leaves.map(({ name, id }) => [`${name}.${ending}`, valueOf(id)]));
  return SealedSecret.manifest({
    metadata: metadataOf('SealedSecret', props),
    spec: {
      encryptedData: entries('key', (id) => keyOf(certificates, id, 'sealedKey')),
      template: {
        metadata: { labels, annotations },
        type: secret.type,
        data: entries('crt', (id) => literally(chainPem(certificates, id))),
      },
    },
  });
}

function literally(text: string): string {
  if (text.includes('{{')) throw new Error('a certificate would be read as a template');
  return text;
}

function metadataOf(kind: string, { secret, labels }: LeafSecretProps): ReturnType<typeof objectMetadata> {
  return objectMetadata({ kind, name: secret.name, namespace: secret.namespace, labels });
}

/** Never falls back to another form: a readable key where a sealed one belongs would be worse than none. */
function keyOf(certificates: DrawableStore, id: string, form: 'keyPem' | 'sealedKey'): string {
  const value = certificateOf(certificates, id)[form];
  if (value === undefined) throw new Error(`the key of ${id} is not there as ${form}`);
  return value;
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
