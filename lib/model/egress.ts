/** An egress: a connection that an app opens. */
import { z } from 'zod';
import { dnsLabel, port } from './schema';

export const egress = z.strictObject({
  name: dnsLabel.max(40).describe('Name of the egress.'),
  to: z
    .strictObject({
      app: dnsLabel.describe('App of the same tenant.'),
      endpoint: dnsLabel.describe('Endpoint of that app.'),
    })
    .describe('What is called.'),
  localPort: port.describe('Port on 127.0.0.1 where the app finds the callee, in cleartext.'),
});

export type Egress = z.output<typeof egress>;
