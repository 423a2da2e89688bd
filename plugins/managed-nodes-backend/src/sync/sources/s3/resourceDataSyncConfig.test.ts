import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readManagedNodesConfig } from '../../../config';
import { accountSource } from './resourceDataSyncConfig';

const read = (resourceDataSync?: JsonObject) =>
  readManagedNodesConfig(
    new ConfigReader({
      managedNodes: resourceDataSync ? { resourceDataSync } : {},
    }),
  ).resourceDataSync;

const bucket = { bucket: 'inventory', region: 'eu-central-1' };

describe('managedNodes.resourceDataSync', () => {
  it('may be left out', () => {
    expect(read()).toBeUndefined();
    expect(accountSource(undefined, '111122223333')).toBe('ssm');
  });

  it('is for all accounts unless it names some', () => {
    expect(read(bucket)).toEqual({ ...bucket, prefix: '', accounts: 'all' });
    expect(accountSource(read(bucket), '111122223333')).toBe('s3');
    const some = read({ ...bucket, accounts: ['111122223333'] });
    expect(accountSource(some, '111122223333')).toBe('s3');
    expect(accountSource(some, '222233334444')).toBe('ssm');
  });

  it('takes a prefix with or without slashes', () => {
    expect(read({ ...bucket, prefix: '/a/b/' })?.prefix).toBe('a/b');
  });

  it.each<[string, JsonObject, string]>([
    ['no bucket', { region: 'x' }, 'resourceDataSync.bucket: '],
    ['no Region', { bucket: 'inventory' }, 'resourceDataSync.region: '],
    [
      'a URL',
      { ...bucket, bucket: 's3://inventory' },
      'resourceDataSync.bucket: expected the name of an S3 bucket',
    ],
    [
      'a number for an account',
      { ...bucket, account: 111122223333 },
      'resourceDataSync.account: ',
    ],
    [
      'a word for accounts',
      { ...bucket, accounts: 'some' },
      "resourceDataSync.accounts: expected 'all', or a list of 12-digit account ids in quotes",
    ],
    [
      'what it does not know',
      { ...bucket, endpoint: 'x' },
      'resourceDataSync: Unrecognized key: "endpoint"',
    ],
  ])('refuses %s', (_, config, message) => {
    expect(() => read(config)).toThrow(`managedNodes.${message}`);
  });
});
