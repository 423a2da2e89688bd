/** How one request is sent. @public */
export interface ManagedNodesRequestOptions {
  /** Sent as a bearer token; not needed where `fetchApi` adds one. */
  token?: string;
  /** Gives the request up. */
  signal?: AbortSignal;
}
