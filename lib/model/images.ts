/** The one home of every image that Gatehouse itself puts into a cluster. */

export const images = {
  /**
   * Proxy of every tier: front, gate and sidecar. The exact version tag stands, since no digest could be looked up where
   * this was written; `platform.spec.images.nginx` pins it, and a digest is never invented.
   */
  nginx: 'docker.io/nginxinc/nginx-unprivileged:1.30.6',
} as const;

/** The user that nginxinc/nginx-unprivileged runs as. */
export const NGINX_USER = 101;
