import {
  DocumentIdentifier,
  DocumentKeyValuesFilter,
} from '@aws-sdk/client-ssm';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  DocumentDetails,
  DocumentKind,
  DocumentPage,
  DocumentQuery,
  DocumentSummary,
  managedNodesDocumentReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import { z } from 'zod';
import { AccountDirectory } from '../../accounts/AccountDirectory';
import { NodeAccess } from '../../api/NodeAccess';
import { toSyncProblem } from '../../aws/problems';
import { decodeCursor, encodeCursor } from '../../commands/cursors';
import { DocumentReader } from '../../documents/DocumentReader';
import { cleanText } from '../../nodes/text';
import { TargetKey } from '../../nodes/types';
import { RunbookLibrary } from './RunbookLibrary';
import { snippetOf } from './snippet';

const NAME = /^[a-zA-Z0-9_\-.:/]{3,128}$/;

/** Where in AWS's list a page starts. */
const cursorSchema = z.object({ t: z.string().min(1) });

const KINDS: Record<DocumentKind, string> = {
  automation: 'Automation',
  command: 'Command',
};

/** What AWS calls documents that others share with an account. */
const OWNERS: Record<string, string> = {
  Self: 'Self',
  Amazon: 'Amazon',
  Shared: 'Private',
};

interface DocumentsOptions {
  reader: DocumentReader;
  library: RunbookLibrary;
  accounts: AccountDirectory;
  access: NodeAccess;
}

/**
 * Shows operators the documents of the first account and Region, published or
 * not: Amazon's are the same everywhere, and own ones mostly.
 */
export class Documents {
  readonly #options: DocumentsOptions;

  static create(options: DocumentsOptions): Documents {
    return new Documents(options);
  }

  private constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /**
   * One page of Automation and Command documents.
   *
   * @throws NotAllowedError without `managed-nodes.document.read`.
   * @throws ServiceUnavailableError when AWS does not tell.
   */
  async list(
    query: DocumentQuery,
    credentials: BackstageCredentials,
  ): Promise<DocumentPage> {
    const { access, reader } = this.#options;
    await access.require(managedNodesDocumentReadPermission, credentials);
    const home = this.#home();
    const kinds = query.kind?.length
      ? query.kind
      : (['automation', 'command'] as const);
    const filters: DocumentKeyValuesFilter[] = [
      { Key: 'DocumentType', Values: kinds.map(kind => KINDS[kind]) },
    ];
    if (query.owner?.length === 1) {
      filters.push({ Key: 'Owner', Values: [OWNERS[query.owner[0]]] });
    }
    if (query.q?.trim()) {
      filters.push({ Key: 'SearchKeyword', Values: [query.q.trim()] });
    }
    try {
      const { documents, token } = await reader.list(home, filters, {
        limit: query.limit,
        token: query.cursor && decodeCursor(cursorSchema, query.cursor).t,
      });
      return {
        items: documents
          .filter(document => this.#isOf(document, query.owner))
          .map(document => this.#summary(document)),
        nextCursor: token && encodeCursor({ t: token }),
      };
    } catch (error) {
      throw this.#toError(error, 'ssm:ListDocuments');
    }
  }

  /**
   * One document, whole.
   *
   * @throws NotAllowedError without `managed-nodes.document.read`.
   * @throws NotFoundError when there is none.
   * @throws ServiceUnavailableError when AWS does not tell.
   */
  async get(
    name: string,
    credentials: BackstageCredentials,
  ): Promise<DocumentDetails> {
    const { access, reader, library } = this.#options;
    await access.require(managedNodesDocumentReadPermission, credentials);
    if (!NAME.test(name)) {
      throw new InputError('name: expected the name or ARN of a document');
    }
    try {
      const document = await reader.read(this.#home(), name, '$DEFAULT');
      if (!document) {
        throw new NotFoundError(`There is no document ${name}`);
      }
      const { content } = document.content;
      return {
        name,
        kind: content.kind,
        owner: /^(aws|amazon|amzn)/i.test(name) ? 'Amazon' : 'Self',
        title: null,
        version: document.version,
        platforms: document.platforms,
        places: 1,
        runbooks: library.publishing(name),
        content,
        text: document.text,
        snippet: snippetOf(name, document.content),
      };
    } catch (error) {
      throw this.#toError(error, 'ssm:GetDocument');
    }
  }

  #home(): TargetKey {
    const [home] = this.#options.accounts.targets();
    if (!home) {
      throw new ServiceUnavailableError('There is no account to read from');
    }
    return home;
  }

  #isOf(
    { Owner }: DocumentIdentifier,
    owners: DocumentQuery['owner'],
  ): boolean {
    const own = Owner === this.#home().account ? 'Self' : 'Shared';
    const kind = Owner === 'Amazon' ? 'Amazon' : own;
    return !owners?.length || owners.includes(kind);
  }

  #summary(document: DocumentIdentifier): DocumentSummary {
    const { Name = '', DocumentType, Owner, DisplayName } = document;
    return {
      name: Name,
      kind: DocumentType === 'Automation' ? 'automation' : 'command',
      owner: cleanText(Owner, 128) ?? '?',
      title: cleanText(DisplayName, 256) ?? null,
      version: document.DocumentVersion ?? '1',
      platforms: document.PlatformTypes ?? [],
      places: 1,
      runbooks: this.#options.library.publishing(Name),
    };
  }

  #toError(error: unknown, action: string): unknown {
    if (error instanceof InputError || error instanceof NotFoundError) {
      return error;
    }
    const { message } = toSyncProblem(error, action);
    return new ServiceUnavailableError(`AWS does not tell: ${message}`);
  }
}
