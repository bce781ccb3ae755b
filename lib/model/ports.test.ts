import fc from 'fast-check';
import { edgePort, FRONT_PORT, GATE_HTTP_PORT, GATE_PORT, HEALTH_PORT, meshPort, RESERVED_PORTS } from './ports';

const port = fc.integer({ min: 1, max: 65535 });
const [lowest = 0, highest = 0] = RESERVED_PORTS.split('-').map(Number);

describe('the ports of a sidecar', () => {
  it('are never among those that Linux gives to outgoing connections, but for the range that pods set aside', () => {
    fc.assert(
      fc.property(port, (own) => {
        for (const listener of [meshPort(own), edgePort(own), HEALTH_PORT]) {
          const isReserved = listener >= lowest && listener <= highest;
          expect(isReserved || (listener >= 10000 && listener < 20000)).toBe(true);
        }
      }),
    );
  });

  it('are there for every port of an app, its own excepted', () => {
    for (let own = 1; own <= 65535; own++) {
      if (own === HEALTH_PORT) continue;
      if (new Set([own, meshPort(own), edgePort(own), HEALTH_PORT]).size !== 4) throw new Error(`${own} clashes`);
    }
  });

  it('differ for endpoints whose ports differ in their last four digits, and between mesh, edge and health', () => {
    fc.assert(
      fc.property(port, port, (one, other) => {
        fc.pre(one % 10000 !== other % 10000);
        const listeners = [meshPort(one), edgePort(one), HEALTH_PORT, meshPort(other), edgePort(other)];
        expect(new Set(listeners).size).toBe(5);
      }),
    );
  });

  it('can be guessed', () => {
    expect([meshPort(8080), edgePort(8080), meshPort(50051), edgePort(50051)]).toEqual([38080, 48080, 30051, 40051]);
    expect([meshPort(30080), edgePort(30080), meshPort(40080), edgePort(40080)]).toEqual([10080, 40080, 30080, 10080]);
  });

  it('leave out those of front and gate', () => {
    for (const own of [FRONT_PORT, GATE_PORT, GATE_HTTP_PORT]) expect(own).toBeLessThan(lowest);
  });
});
