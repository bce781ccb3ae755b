import { egress, targetOf } from './egress';

function aTarget(to: object): ReturnType<typeof targetOf> {
  return targetOf(egress.parse({ name: 'out', to, localPort: 9000 }));
}

describe('targetOf', () => {
  it.each<[object, ReturnType<typeof targetOf>]>([
    [
      { app: 'db', endpoint: 'sql' },
      { kind: 'app', app: 'db', endpoint: 'sql' },
    ],
    [
      { app: 'db', endpoint: 'sql', ordinal: 0 },
      { kind: 'app', app: 'db', endpoint: 'sql', ordinal: 0 },
    ],
    [
      { tenant: 'globex', app: 'fx', endpoint: 'api' },
      { kind: 'tenant', tenant: 'globex', app: 'fx', endpoint: 'api' },
    ],
  ])('reads %j', (to, target) => {
    expect(aTarget(to)).toEqual(target);
  });

  it.each([
    {},
    { app: 'db' },
    { tenant: 'globex', app: 'fx' },
    { tenant: 'globex', app: 'fx', endpoint: 'api', ordinal: 0 },
    { endpoint: 'sql' },
    { ordinal: 1 },
  ])('reads nothing in %j', (to) => {
    expect(aTarget(to)).toBeUndefined();
  });
});
