/**
 * Leaves under one stable Secret name, as the platform's secrets mode lets their keys into manifests
 * (docs/decisions/0016). Whatever the mode, a pod finds `<name>.crt` (leaf, then its tenant's authority where a root signed it)
 * and `<name>.key` of each leaf in one folder: see leaf-volumes.ts.
 */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SealedSecret, type SealedSecretSpec } from '../../imports/bitnami.com';
import { chainPem } from '../model/certificate-chain';
import type { SecretsMode } from '../model/platform';
import { externalSecret } from './external-secret';
import { KubernetesResource } from './kubernetes-resource';
import { leafCertificates } from './leaf-certificates';
import { keyOf, leafEntries, leafMetadata, literally, type LeafSecretProps } from './leaf-secret-parts';

export class LeafSecret extends Construct {
  constructor(scope: Construct, id: string, props: LeafSecretProps) {
    super(scope, id);
    WAYS[props.platform.spec.secrets.mode](props).forEach((object, index) => {
      new KubernetesResource(this, index === 0 ? 'secret' : `secret-${index}`, object);
    });
  }
}

const WAYS: Readonly<Record<SecretsMode, (props: LeafSecretProps) => unknown[]>> = {
  plain: (props) => [plainSecret(props)],
  sealed: (props) => [sealedSecret(props)],
  external: (props) => [externalSecret(props)],
  'cert-manager': leafCertificates,
};

/** Values are under `data`, never `stringData`: Argo CD cannot take removed stringData keys away. */
function plainSecret(props: LeafSecretProps): unknown {
  const { secret, certificates } = props;
  return {
    ...k8s.KubeSecret.GVK,
    metadata: leafMetadata('Secret', props),
    type: secret.type,
    data: Object.fromEntries(
      secret.leaves.flatMap(({ name, id }) => [
        [`${name}.crt`, toBase64(chainPem(certificates, id))],
        [`${name}.key`, toBase64(keyOf(certificates, id, 'keyPem'))],
      ]),
    ),
  };
}

/**
 * The controller makes a Secret of the same name from `template`, and adds what it unseals. Strict scope, since no annotation
 * asks for another: the values can be unsealed under this namespace and name alone. `template.data` is text, not base64, and goes
 * through Go's text/template, where `{{` would begin an action (sealed-secrets v0.31.0, pkg/apis/sealedsecrets/v1alpha1, Unseal).
 */
function sealedSecret(props: LeafSecretProps): unknown {
  const { secret, certificates } = props;
  const { labels, annotations } = leafMetadata('Secret', props);
  return {
    ...SealedSecret.GVK,
    metadata: leafMetadata('SealedSecret', props),
    spec: {
      encryptedData: leafEntries(secret, 'key', (id) => keyOf(certificates, id, 'sealedKey')),
      template: {
        metadata: { labels, annotations },
        type: secret.type,
        data: leafEntries(secret, 'crt', (id) => literally(chainPem(certificates, id))),
      },
    } satisfies SealedSecretSpec,
  };
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
