/** A protocol whose server speaks first cannot be routed without the kit: who is public with it has one. */
import { hasKit } from '../client-kits';
import { isPublic } from '../endpoint';
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';
import { protocols } from '../protocols';

export function checkClientKits({ platform, tenants }: Fleet): Issue[] {
  const { file } = platform.source;
  return tenants.flatMap(({ apps }) =>
    apps.flatMap((app) =>
      app.spec.endpoints.flatMap((endpoint, index) => {
        const { name, protocol } = endpoint;
        if (!isPublic(endpoint) || protocols[protocol].wrapper !== 'needed' || hasKit(platform, protocol)) return [];
        return [
          fault(
            'client-kit',
            app.source.placeOf(['spec', 'endpoints', index, 'protocol']),
            `endpoint "${name}" is public with protocol ${protocol}, whose server speaks first: nobody reaches it without a client kit, and ${file} says clientKits: ${platform.spec.clientKits}`,
            `write clientKits: needed (or all) in ${file}, or remove expose: public`,
          ),
        ];
      }),
    ),
  );
}
