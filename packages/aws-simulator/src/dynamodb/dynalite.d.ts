declare module 'dynalite' {
  import { Server } from 'http';

  /** A server of DynamoDB's API, with its tables in memory. */
  export default function dynalite(options?: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
