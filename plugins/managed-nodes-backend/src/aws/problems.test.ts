import { toSyncProblem } from './problems';

/** As knex says it: the statement, and then what went wrong. */
function ofKnex(message: string, code?: string): Error {
  return Object.assign(
    new Error(`insert into "nodes" ("name") values ($1) - ${message}`),
    code === undefined ? {} : { code },
  );
}

describe('toSyncProblem', () => {
  it.each<[string, Error, string]>([
    [
      'the database refuses',
      ofKnex('SQLITE_BUSY: database is locked', 'SQLITE_BUSY'),
      'SQLITE_BUSY: database is locked',
    ],
    [
      'the connection is lost in the middle of a statement',
      ofKnex('Connection terminated unexpectedly'),
      'Connection terminated unexpectedly',
    ],
    ['it is reset', ofKnex('read ECONNRESET', 'ECONNRESET'), 'read ECONNRESET'],
  ])('says so without the statement when %s', (_, error, cause) => {
    const { message } = toSyncProblem(error);

    expect(message).toContain(`The node store could not be used: ${cause}`);
    expect(message).not.toContain('insert');
  });
});
