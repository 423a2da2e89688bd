import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readProviderConfig } from './config';

function read(managedNodes?: JsonObject) {
  return readProviderConfig(
    mockServices.rootConfig({
      data: { catalog: { providers: { managedNodes } } },
    }),
  );
}

describe('readProviderConfig', () => {
  it('has defaults', () => {
    expect(readProviderConfig(mockServices.rootConfig())).toEqual({
      schedule: {
        frequency: { seconds: 30 },
        timeout: { minutes: 10 },
        initialDelay: { seconds: 5 },
      },
      pageSize: 1000,
    });
  });

  it('reads what is there', () => {
    expect(
      read({
        schedule: { frequency: { seconds: 5 }, timeout: { minutes: 2 } },
        pageSize: 2000,
      }),
    ).toMatchObject({
      schedule: { frequency: { seconds: 5 }, timeout: { minutes: 2 } },
      pageSize: 2000,
    });
  });

  it.each([0, 5001, 1.5, 'many', true])(
    'refuses %j as a page size, naming the key',
    pageSize => {
      expect(() => read({ pageSize })).toThrow(
        `Config catalog.providers.managedNodes.pageSize must be a whole number from 1 to 5000, not ${JSON.stringify(
          pageSize,
        )}`,
      );
    },
  );

  it.each([
    ['no timeout', { frequency: { seconds: 5 } }, 'timeout'],
    ['no frequency', { timeout: { seconds: 5 } }, 'frequency'],
    [
      'a unit that is none',
      { frequency: { parsecs: 5 }, timeout: { minutes: 2 } },
      'frequency',
    ],
    ['words', 'every now and then', 'schedule'],
  ])('refuses a schedule with %s, naming the key', (_, schedule, key) => {
    expect(() => read({ schedule })).toThrow(
      /^Config catalog.providers.managedNodes.schedule must be a task schedule such as /,
    );
    expect(() => read({ schedule })).toThrow(key);
  });
});
