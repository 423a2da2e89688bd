import express from 'express';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { createCsv } from './csv';

/** What can be exported: a name for the file, and what is in each column. */
export interface ExportTable<T> {
  name: string;
  columns: Array<[string, (row: T) => unknown]>;
}

/** What the path of an export says. */
export const fileSchema = z.object({ format: z.enum(['csv', 'json']) });

/** What the OpenAPI document says of exports. */
export const fileResponse = {
  status: 200,
  schema: z.union([
    z.string().describe('CSV'),
    z.array(z.record(z.string(), z.unknown())).describe('JSON'),
  ]),
};

/** A format of files. */
export type ExportFormat = z.infer<typeof fileSchema>['format'];

const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** Writes a JSON list, an item a line. */
function createJson(): Transform {
  let begun = false;
  return new Transform({
    writableObjectMode: true,
    transform(item, _encoding, done) {
      const separator = begun ? ',\n' : '[\n';
      begun = true;
      done(null, separator + JSON.stringify(item));
    },
    flush(done) {
      done(null, begun ? '\n]\n' : '[]\n');
    },
  });
}

/**
 * Sends rows as a file, no faster than they are taken. The first rows are
 * read before anything is sent, so that what goes wrong there is answered as
 * an error.
 */
export async function sendTable<T extends object>(
  res: express.Response,
  table: ExportTable<T>,
  format: ExportFormat,
  pages: AsyncIterable<T[]>,
): Promise<void> {
  const reading = pages[Symbol.asyncIterator]();
  const first = await reading.next();
  const rows = async function* rows() {
    for (let page = first; !page.done; page = await reading.next()) {
      yield* format === 'csv'
        ? page.value.map(row => table.columns.map(([, read]) => read(row)))
        : page.value;
    }
  };
  res.setHeader('content-type', CONTENT_TYPES[format]);
  res.setHeader(
    'content-disposition',
    `attachment; filename="${table.name}.${format}"`,
  );
  const writer =
    format === 'csv'
      ? createCsv(table.columns.map(([name]) => name))
      : createJson();
  await pipeline(Readable.from(rows()), writer, res);
}
