import {
  DescribeDocumentCommand,
  DocumentIdentifier,
  DocumentKeyValuesFilter,
  GetDocumentCommand,
  GetDocumentCommandOutput,
  ListDocumentsCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { InputError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { TargetKey } from '../nodes/types';
import { ParsedDocument, parseDocument } from './parseDocument';
import { DocumentFormat } from './readText';

/** How long a document is taken to be as it was read. */
const MAX_AGE_MS = 300_000;

/** Documents of a page of AWS's. */
const MOST_LISTED = 50;

/** What AWS answers about a document, or a version, that it does not have. */
const UNKNOWN = /^(InvalidDocument|InvalidDocumentVersion)$/;

const FORMATS: Record<string, DocumentFormat> = { JSON: 'JSON', YAML: 'YAML' };

/** A document of an account and Region. */
export interface StoredDocument {
  content: ParsedDocument;
  /** The number of the version, whatever it was asked for by. */
  version: string;
  /** Sha256 of its text, in hexadecimal digits. */
  hash: string;
  /** As AWS has it. */
  text: string;
  /** Platforms that AWS says it is for, e.g. `Linux`. */
  platforms: string[];
}

interface Kept {
  readAt: number;
  document: Promise<StoredDocument | undefined>;
}

/** Reads documents of accounts and Regions, as the portal. */
export class DocumentReader {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #meter: CallMeter;
  readonly #maxAgeMs: number;
  readonly #kept = new Map<string, Kept>();

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    /** Told of every request to AWS. */
    observer?: CallObserver;
    /** How long a document is kept in memory. Default: 300,000. */
    maxAgeMs?: number;
  }): DocumentReader {
    return new DocumentReader(options);
  }

  private constructor(options: Parameters<typeof DocumentReader.create>[0]) {
    this.#clients = options.clients;
    this.#meter = CallMeter.create(options);
    this.#maxAgeMs = options.maxAgeMs ?? MAX_AGE_MS;
  }

  /**
   * A document (`ssm:GetDocument`, `ssm:DescribeDocument`), as it was at most
   * some minutes ago.
   *
   * @param version - a number, or `$DEFAULT`
   * @returns undefined when there is none.
   * @throws InputError when it cannot be read, with what is wrong in it.
   * @throws what AWS answers.
   */
  async read(
    target: TargetKey,
    name: string,
    version: string,
  ): Promise<StoredDocument | undefined> {
    const key = `${target.account}/${target.region}/${name}/${version}`;
    const kept = this.#kept.get(key);
    if (kept && kept.readAt > Date.now() - this.#maxAgeMs) {
      return kept.document;
    }
    const document = this.#read(target, name, version);
    this.#kept.set(key, { readAt: Date.now(), document });
    document.catch(() => this.#kept.delete(key));
    return document;
  }

  /**
   * One page of the documents there are (`ssm:ListDocuments`).
   *
   * @throws what AWS answers.
   */
  async list(
    target: TargetKey,
    filters: DocumentKeyValuesFilter[],
    page: { limit: number; token?: string },
  ): Promise<{ documents: DocumentIdentifier[]; token: string | null }> {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    const answer = await ssm.send(
      this.#meter.watch(
        new ListDocumentsCommand({
          Filters: filters,
          MaxResults: Math.min(page.limit, MOST_LISTED),
          NextToken: page.token,
        }),
      ),
    );
    return {
      documents: answer.DocumentIdentifiers ?? [],
      token: answer.NextToken || null,
    };
  }

  /** Reads everything anew from now on. */
  forget(): void {
    this.#kept.clear();
  }

  async #read(
    target: TargetKey,
    name: string,
    version: string,
  ): Promise<StoredDocument | undefined> {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    let answer: GetDocumentCommandOutput;
    try {
      answer = await ssm.send(
        this.#meter.watch(
          new GetDocumentCommand({ Name: name, DocumentVersion: version }),
        ),
      );
    } catch (error) {
      if (error instanceof Error && UNKNOWN.test(error.name)) {
        return undefined;
      }
      throw error;
    }
    const text = answer.Content ?? '';
    const content = this.#parse(name, text, answer.DocumentFormat);
    return {
      content,
      version: answer.DocumentVersion ?? version,
      hash: createHash('sha256').update(text).digest('hex'),
      text,
      platforms:
        content.content.kind === 'command'
          ? await this.#platforms(ssm, name, answer.DocumentVersion)
          : [],
    };
  }

  #parse(name: string, text: string, format?: string): ParsedDocument {
    try {
      return parseDocument(text, format ? FORMATS[format] : undefined);
    } catch (error) {
      if (error instanceof InputError) {
        throw new InputError(`${name}: ${error.message}`);
      }
      throw error;
    }
  }

  async #platforms(
    ssm: SSMClient,
    name: string,
    version: string | undefined,
  ): Promise<string[]> {
    const { Document } = await ssm.send(
      this.#meter.watch(
        new DescribeDocumentCommand({ Name: name, DocumentVersion: version }),
      ),
    );
    return Document?.PlatformTypes ?? [];
  }
}
