/** A Secret of leaves whose keys external-secrets fetches from the platform's store, where `gatehouse pki bundle` puts them. */
import {
  ExternalSecret,
  ExternalSecretSpecDataRemoteRefConversionStrategy,
  ExternalSecretSpecDataRemoteRefDecodingStrategy,
  ExternalSecretSpecDataRemoteRefMetadataPolicy,
  ExternalSecretSpecRefreshPolicy,
  ExternalSecretSpecSecretStoreRefKind,
  ExternalSecretSpecTargetCreationPolicy,
  ExternalSecretSpecTargetDeletionPolicy,
  ExternalSecretSpecTargetTemplateEngineVersion,
  ExternalSecretSpecTargetTemplateMergePolicy,
  type ExternalSecretSpecData,
  type ExternalSecretSpecTarget,
} from '../../imports/external-secrets.io';
import { chainPem } from '../model/certificate-chain';
import { storeKeyOf, storePropertyOf } from '../model/leaf-secrets';
import { leafEntries, leafMetadata, literally, type LeafSecretProps } from './leaf-secret-parts';

/**
 * Fetched again when this object changes and not by the clock: a key goes with its certificate, which stands here, so both change
 * together or not at all. Until the store has the key, external-secrets tries again. What the API server would fill in stands here too,
 * or Argo CD would see a difference for ever (https://external-secrets.io/latest/api/externalsecret/; v1.3.2, config/crds/bases).
 */
export function externalSecret(props: LeafSecretProps): unknown {
  const { store } = props.platform.spec.secrets;
  if (store === undefined) throw new Error('mode external without a store');
  return ExternalSecret.manifest({
    metadata: leafMetadata('ExternalSecret', props),
    spec: {
      refreshPolicy: ExternalSecretSpecRefreshPolicy.ON_CHANGE,
      refreshInterval: '1h0m0s',
      secretStoreRef: { kind: KINDS[store.kind], name: store.name },
      target: targetOf(props),
      data: props.secret.leaves.map((leaf) => ({
        secretKey: `${leaf.name}.key`,
        remoteRef: remoteRef(storeKeyOf(store, props.secret), storePropertyOf(leaf)),
      })),
    },
  });
}

const KINDS = {
  ClusterSecretStore: ExternalSecretSpecSecretStoreRefKind.CLUSTER_SECRET_STORE,
  SecretStore: ExternalSecretSpecSecretStoreRefKind.SECRET_STORE,
};

/** `Merge`, or the template would stand instead of what was fetched (pkg/controllers/externalsecret, applyTemplate). */
function targetOf(props: LeafSecretProps): ExternalSecretSpecTarget {
  const { secret, certificates } = props;
  const { labels, annotations } = leafMetadata('Secret', props);
  return {
    name: secret.name,
    creationPolicy: ExternalSecretSpecTargetCreationPolicy.OWNER,
    deletionPolicy: ExternalSecretSpecTargetDeletionPolicy.RETAIN,
    template: {
      engineVersion: ExternalSecretSpecTargetTemplateEngineVersion.V2,
      mergePolicy: ExternalSecretSpecTargetTemplateMergePolicy.MERGE,
      metadata: { labels, annotations },
      type: secret.type,
      data: leafEntries(secret, 'crt', (id) => literally(chainPem(certificates, id))),
    },
  };
}

function remoteRef(key: string, property: string): ExternalSecretSpecData['remoteRef'] {
  return {
    key,
    property,
    conversionStrategy: ExternalSecretSpecDataRemoteRefConversionStrategy.DEFAULT,
    decodingStrategy: ExternalSecretSpecDataRemoteRefDecodingStrategy.NONE,
    metadataPolicy: ExternalSecretSpecDataRemoteRefMetadataPolicy.NONE,
  };
}
