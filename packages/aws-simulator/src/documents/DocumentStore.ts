import { AwsError } from '../protocol/AwsError';
import { amazonDocuments } from './amazon';
import { toVersion } from './content';
import {
  AMAZON,
  DocumentFormat,
  DocumentKind,
  DocumentVersion,
  StoredDocument,
} from './types';

const MOST_DOCUMENTS = 500;
const MOST_VERSIONS = 1000;
const ARN = /^arn:aws:ssm:([^:]*):([^:]*):document\/(.+)$/;
const EVERY_PLATFORM = ['Windows', 'Linux', 'MacOS'];

/** Who looks for a document, and where. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A document that is to be created. */
export interface NewDocument {
  readonly name: string;
  readonly kind: DocumentKind;
  readonly format: DocumentFormat;
  readonly text: string;
  readonly versionName?: string;
  readonly targetType?: string;
  readonly displayName?: string;
  readonly tags?: StoredDocument['tags'];
}

function platformsOf({ content }: DocumentVersion): readonly string[] {
  if (content.kind === 'Automation') {
    return EVERY_PLATFORM;
  }
  const shells = content.steps.some(
    step => step.action === 'aws:runShellScript',
  );
  const powerShell = content.steps.some(
    step => step.action === 'aws:runPowerShellScript',
  );
  const platforms = [
    ...(powerShell ? ['Windows'] : []),
    ...(shells ? ['Linux', 'MacOS'] : []),
  ];
  return platforms.length ? platforms : EVERY_PLATFORM;
}

/** Every document of every account and Region, and Amazon's. */
export class DocumentStore {
  readonly #documents = new Map<string, StoredDocument>();

  static create(): DocumentStore {
    return new DocumentStore();
  }

  private constructor() {}

  #key({ account, region }: Place, name: string): string {
    return `${account}/${region}/${name}`;
  }

  /** What an account sees in a Region: its own, what is shared with it, and Amazon's. */
  list(place: Place): StoredDocument[] {
    return [...this.#documents.values()]
      .filter(
        document =>
          document.region === place.region && this.#maySee(document, place),
      )
      .concat(amazonDocuments())
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * A document by its name, or by its ARN when another account owns it.
   *
   * @throws AwsError InvalidDocument
   */
  get(place: Place, name: string): StoredDocument {
    const document = this.find(place, name);
    if (!document) {
      throw new AwsError(
        'InvalidDocument',
        `Document with name ${name} does not exist.`,
      );
    }
    return document;
  }

  find(place: Place, name: string): StoredDocument | undefined {
    const [, region = place.region, account, short = name] =
      ARN.exec(name) ?? [];
    const amazon = amazonDocuments().find(each => each.name === short);
    if (amazon && !account) {
      return amazon;
    }
    const document = this.#documents.get(
      this.#key({ account: account ?? place.account, region }, short),
    );
    return document &&
      document.region === place.region &&
      this.#maySee(document, place)
      ? document
      : undefined;
  }

  /**
   * A document of the account itself.
   *
   * @throws AwsError InvalidDocument
   */
  own(place: Place, name: string): StoredDocument {
    const document = this.get(place, name);
    if (document.owner !== place.account) {
      throw new AwsError(
        'InvalidDocument',
        `Document with name ${name} is not owned by account ${place.account}.`,
      );
    }
    return document;
  }

  #maySee({ owner, sharedWith }: StoredDocument, { account }: Place): boolean {
    return (
      owner === account || sharedWith.has(account) || sharedWith.has('all')
    );
  }

  /** @throws AwsError DocumentAlreadyExists, DocumentLimitExceeded, and what is wrong with the content */
  create(place: Place, given: NewDocument, now: number): StoredDocument {
    const version = toVersion(given.text, {
      format: given.format,
      kind: given.kind,
      version: 1,
      versionName: given.versionName,
      createdAt: now,
    });
    const key = this.#key(place, given.name);
    if (this.#documents.has(key)) {
      throw new AwsError(
        'DocumentAlreadyExists',
        `Document with same name ${given.name} already exists`,
      );
    }
    const own = [...this.#documents.values()].filter(
      each => each.owner === place.account && each.region === place.region,
    );
    if (own.length >= MOST_DOCUMENTS) {
      throw new AwsError(
        'DocumentLimitExceeded',
        `You can have at most ${MOST_DOCUMENTS} active SSM documents.`,
      );
    }
    const document: StoredDocument = {
      owner: place.account,
      region: place.region,
      name: given.name,
      kind: given.kind,
      createdAt: now,
      platforms: platformsOf(version),
      targetType: given.targetType,
      displayName: given.displayName,
      versions: [version],
      defaultVersion: 1,
      tags: given.tags ?? [],
      sharedWith: new Set(),
    };
    this.#documents.set(key, document);
    return document;
  }

  /** @throws AwsError DuplicateDocumentContent, DocumentVersionLimitExceeded, … */
  update(
    document: StoredDocument,
    given: { text: string; format: DocumentFormat; versionName?: string },
    now: number,
  ): DocumentVersion {
    const last = document.versions[document.versions.length - 1];
    const version = toVersion(given.text, {
      format: given.format,
      kind: document.kind,
      version: last.version + 1,
      versionName: given.versionName,
      createdAt: now,
    });
    if (version.hash === last.hash) {
      throw new AwsError(
        'DuplicateDocumentContent',
        'The content of the document is the same as that of the latest version.',
      );
    }
    if (
      given.versionName !== undefined &&
      document.versions.some(each => each.versionName === given.versionName)
    ) {
      throw new AwsError(
        'DuplicateDocumentVersionName',
        `The version name ${given.versionName} has already been used.`,
      );
    }
    if (document.versions.length >= MOST_VERSIONS) {
      throw new AwsError(
        'DocumentVersionLimitExceeded',
        `A document can have at most ${MOST_VERSIONS} versions.`,
      );
    }
    document.versions.push(version);
    return version;
  }

  /** @throws AwsError InvalidDocumentOperation while it is shared, or for the default version */
  delete(document: StoredDocument, version?: DocumentVersion): void {
    if (document.sharedWith.size) {
      throw new AwsError(
        'InvalidDocumentOperation',
        'You attempted to delete a document while it is still shared. You must stop sharing the document before you can delete it.',
      );
    }
    if (version && document.versions.length > 1) {
      if (version.version === document.defaultVersion) {
        throw new AwsError(
          'InvalidDocumentOperation',
          "Default version of the document can't be deleted.",
        );
      }
      document.versions = document.versions.filter(each => each !== version);
      return;
    }
    for (const [key, each] of this.#documents) {
      if (each === document) {
        this.#documents.delete(key);
      }
    }
  }
}

/**
 * A version by its number, `$DEFAULT` or `$LATEST`.
 *
 * @throws AwsError InvalidDocumentVersion
 */
export function versionOf(
  document: StoredDocument,
  wanted: string = '$DEFAULT',
): DocumentVersion {
  const { versions } = document;
  const found =
    wanted === '$LATEST'
      ? versions[versions.length - 1]
      : versions.find(
          ({ version }) =>
            String(version) ===
            (wanted === '$DEFAULT' ? String(document.defaultVersion) : wanted),
        );
  if (!found) {
    throw new AwsError(
      'InvalidDocumentVersion',
      `Document version ${wanted} of ${document.name} does not exist.`,
    );
  }
  return found;
}

/** ARN of a document; Amazon's belong to no account. */
export function documentArn(document: StoredDocument, region: string): string {
  return `arn:aws:ssm:${region}:${
    document.owner === AMAZON ? '' : document.owner
  }:document/${document.name}`;
}
