import {
  DescribeAvailablePatches$,
  DescribeAvailablePatchesRequest,
  DescribeAvailablePatchesResult,
} from '@aws-sdk/client-ssm';
import { Catalogue } from '../../patching/Catalogue';
import { PRODUCTS } from '../../patching/products';
import { CataloguePatch } from '../../patching/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { toPatch } from './baselineViews';
import { constraints } from './limits';
import { FilterTests, orchestratorFilter } from './orchestratorFilters';

const WINDOWS_TESTS: FilterTests<CataloguePatch> = {
  PATCH_SET: (_, value) => value === 'OS',
  PRODUCT: ({ product }, value) => product.product === value,
  PRODUCT_FAMILY: ({ product }, value) => product.productFamily === value,
  MSRC_SEVERITY: ({ severity }, value) => severity === value,
  CLASSIFICATION: ({ classification }, value) => classification === value,
  PATCH_ID: ({ kbId }, value) => kbId === value,
};
const LINUX_TESTS: FilterTests<CataloguePatch> = {
  PRODUCT: ({ product }, value) => product.product === value,
  NAME: ({ name }, value) => name === value,
  SEVERITY: ({ severity }, value) => severity === value,
  EPOCH: ({ epoch }, value) => String(epoch) === value,
  RELEASE: ({ release }, value) => release === value,
  VERSION: ({ version }, value) => version === value,
  ARCH: ({ product }, value) => product.arch === value,
  REPOSITORY: ({ product }, value) => product.repository === value,
  ADVISORY_ID: ({ advisory }, value) => advisory === value,
  CVE_ID: ({ cves }, value) => cves.includes(value),
  CLASSIFICATION: ({ classification }, value) => classification === value,
};
/** Operating systems the operation knows. */
const KNOWN = ['WINDOWS', 'AMAZON_LINUX_2'];
const DEFAULT_PAGE = 50;

function isLinuxOnly(key: string): boolean {
  return !Object.hasOwn(WINDOWS_TESTS, key);
}

/** Patches for Windows and Amazon Linux 2 only, as AWS's. */
export const DescribeAvailablePatches: Operation<
  DescribeAvailablePatchesRequest,
  DescribeAvailablePatchesResult
> = {
  schema: DescribeAvailablePatches$,
  action: 'ssm:DescribeAvailablePatches',
  handle(input, { patching, now, pager }) {
    const { Filters = [] } = input;
    constraints.range('maxResults', input.MaxResults, 1, 100);
    const keys = Filters.map(({ Key = '' }) => Key);
    const linux =
      keys.some(isLinuxOnly) ||
      Filters.some(
        ({ Key, Values = [] }) =>
          Key === 'PRODUCT' &&
          Values.some(value => !value.startsWith('Windows')),
      );
    if (linux && !keys.includes('PRODUCT')) {
      throw new AwsError(
        'ValidationException',
        'Filters on Linux patches need the key PRODUCT.',
      );
    }
    const wanted = orchestratorFilter(
      Filters,
      linux ? LINUX_TESTS : WINDOWS_TESTS,
    );
    const available = PRODUCTS.filter(
      ({ operatingSystem, family }) =>
        KNOWN.includes(operatingSystem) && linux === (family !== 'windows'),
    ).flatMap(product =>
      patching.catalogue
        .released(product, now - Catalogue.horizonOf(product), now)
        .filter(wanted),
    );
    const page = pager.pageOf(available, {
      token: input.NextToken,
      size: input.MaxResults ?? DEFAULT_PAGE,
      filters: Filters,
    });
    return { Patches: page.items.map(toPatch), NextToken: page.nextToken };
  },
};
