import fc from 'fast-check';
import {
  edgePort,
  FRONT_PORT,
  GATE_HTTP_PORT,
  GATE_PASS_PORT,
  GATE_PORT,
  HEALTH_PORT,
  meshPort,
  RESERVED_PORTS,
} from './ports';

const port = fc.integer({ min: 1, max: 65535 });
const [lowest = 0, highest = 0] = RESERVED_PORTS.split('-').map(Number);

describe('the ports of a sidecar', () => {
  it('lie within the range that pods set aside, whatever the port of the endpoint', () => {
    fc.assert(
      fc.property(port, (own) => {
        for (const listener of [meshPort(own), edgePort(own), HEALTH_PORT]) {
          expect(listener).toBeGreaterThanOrEqual(lowest);
          expect(listener).toBeLessThanOrEqual(highest);
        }
      }),
    );
  });

  it('differ for endpoints whose ports differ in their last four digits, and between mesh, edge and health', () => {
    fc.assert(
      fc.property(port, port, (one, other) => {
        const listeners = [meshPort(one), edgePort(one), HEALTH_PORT, meshPort(other), edgePort(other)];
        const isSame = one % 10000 === other % 10000;
        expect(new Set(listeners).size).toBe(isSame ? 3 : 5);
      }),
    );
  });

  it('can be guessed', () => {
    expect([meshPort(8080), edgePort(8080), meshPort(50051), edgePort(50051)]).toEqual([38080, 48080, 30051, 40051]);
  });

  it('leave out those of front and gate', () => {
    for (const own of [FRONT_PORT, GATE_PORT, GATE_HTTP_PORT, GATE_PASS_PORT]) expect(own).toBeLessThan(lowest);
  });
});
