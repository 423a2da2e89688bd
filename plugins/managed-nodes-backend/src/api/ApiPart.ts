import express from 'express';
import { NodeQueries } from '../nodes/NodeQueries';
import { NodeAccess } from './NodeAccess';
import { Operation } from './operations';
import { Reading } from './reading';
import { Requests } from './routing';

/** What routes share. */
export interface SharedRoutes {
  requests: Requests;
  reading: Reading;
  access: NodeAccess;
  queries: NodeQueries;
}

/** A part of the REST API that a capability brings along. */
export interface ApiPart {
  /** Its operations by their ids, which no other part has. */
  operations: Record<string, Operation>;
  addRoutes(router: express.Router, shared: SharedRoutes): void;
}
