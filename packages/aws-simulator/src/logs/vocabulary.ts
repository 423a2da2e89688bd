/** What an application's lines speak of. */
export interface Vocabulary {
  readonly paths: readonly string[];
  readonly things: readonly string[];
  readonly jobs: readonly string[];
  readonly dependencies: readonly string[];
}

const GENERAL: Vocabulary = {
  paths: ['/health', '/api/v1/items', '/api/v1/items/{id}', '/metrics'],
  things: ['item', 'record', 'entry'],
  jobs: ['cleanup', 'refresh-cache', 'export'],
  dependencies: ['database', 'cache', 'queue'],
};

const APPLICATIONS: ReadonlyMap<string, Vocabulary> = new Map([
  [
    'payments',
    {
      paths: [
        '/api/v1/payments',
        '/api/v1/payments/{id}',
        '/api/v1/refunds',
        '/health',
      ],
      things: ['payment', 'refund', 'ledger entry', 'settlement'],
      jobs: ['settle-day', 'reconcile', 'expire-authorisations'],
      dependencies: ['acquirer', 'ledger-db', 'fraud-check'],
    },
  ],
  [
    'storefront',
    {
      paths: ['/', '/search', '/products/{id}', '/cart', '/checkout'],
      things: ['cart', 'product', 'session'],
      jobs: ['rebuild-index', 'warm-cache', 'sitemap'],
      dependencies: ['search-index', 'session-cache', 'catalogue-db'],
    },
  ],
  [
    'data-lake',
    {
      paths: ['/v2/datasets', '/v2/datasets/{id}/rows', '/v2/queries'],
      things: ['partition', 'dataset', 'batch'],
      jobs: ['compact', 'ingest-batch', 'vacuum'],
      dependencies: ['metastore', 'object-store', 'kafka'],
    },
  ],
  [
    'warehouse',
    {
      paths: ['/scan', '/picklists/{id}', '/stock/{id}', '/health'],
      things: ['parcel', 'pick list', 'pallet'],
      jobs: ['plan-shift', 'sync-stock', 'print-labels'],
      dependencies: ['stock-db', 'label-printer', 'carrier-api'],
    },
  ],
  [
    'intranet',
    {
      paths: ['/shares/{id}', '/mail/outbox', '/mail/inbox/{id}'],
      things: ['mailbox', 'share', 'message'],
      jobs: ['quota-report', 'index-mail', 'purge-deleted'],
      dependencies: ['directory', 'mail-store', 'virus-scanner'],
    },
  ],
  [
    'identity',
    {
      paths: ['/oauth/token', '/users/{id}', '/groups/{id}', '/login'],
      things: ['login', 'token', 'group'],
      jobs: ['replicate', 'rotate-keys', 'expire-sessions'],
      dependencies: ['directory-db', 'hsm', 'domain-controller'],
    },
  ],
]);

/** The words of an application, or such as any has. */
export function vocabularyOf(application: string): Vocabulary {
  return APPLICATIONS.get(application) ?? GENERAL;
}
