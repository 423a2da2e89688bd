import { TestDatabases } from '@backstage/backend-test-utils';

/** PostgreSQL joins in where the environment has a connection string for it. */
export const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_17'],
  disableDocker: true,
});
