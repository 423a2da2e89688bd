import {
  OperatingSystem,
  Patch,
  PatchBaselineIdentity,
} from '@aws-sdk/client-ssm';
import { baselineIdOf } from '../../patching/Baselines';
import { PatchBaseline } from '../../patching/baselineTypes';
import { OPERATING_SYSTEMS } from '../../patching/products';
import { CataloguePatch } from '../../patching/types';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { constraints } from './limits';

const BASELINE_ID = /^[a-zA-Z0-9_\-:/]{20,128}$/;

function isOperatingSystem(text: string): text is OperatingSystem {
  return OPERATING_SYSTEMS.includes(text);
}

/** An operating system as the SDK's types have it. */
export function operatingSystemOf(text: string): OperatingSystem | undefined {
  return isOperatingSystem(text) ? text : undefined;
}

/** A baseline as it is listed. */
export function toIdentity(
  baseline: PatchBaseline,
  region: string,
): PatchBaselineIdentity {
  return {
    BaselineId: baselineIdOf(baseline, region),
    BaselineName: baseline.name,
    OperatingSystem: operatingSystemOf(baseline.operatingSystem),
    BaselineDescription: baseline.description,
    DefaultBaseline: baseline.isDefault,
  };
}

/**
 * A baseline of the caller's account and Region, or one of AWS.
 *
 * @throws AwsError DoesNotExistException
 */
export function baselineOf(
  id: string,
  { patching, account, region }: RequestContext,
): PatchBaseline {
  constraints.length('baselineId', id, 20, 128);
  constraints.pattern('baselineId', id, BASELINE_ID);
  const baseline = patching.baselines.find(account, region, id);
  if (!baseline) {
    throw new AwsError(
      'DoesNotExistException',
      `Patch baseline ${id} does not exist.`,
    );
  }
  return baseline;
}

/** A patch of the catalogue as Patch Manager describes it. */
export function toPatch(patch: CataloguePatch): Patch {
  const { product, kbId, title, cves } = patch;
  const common = {
    ReleaseDate: new Date(patch.releasedAt),
    Title: title,
    Vendor: product.vendor,
    ProductFamily: product.productFamily,
    Product: product.product,
    Classification: patch.classification,
    CVEIds: [...cves],
  };
  if (product.family === 'windows') {
    return {
      ...common,
      Id: kbId,
      Description: `Install this update to resolve issues in ${product.dist}.`,
      ContentUrl: `https://support.microsoft.com/en-us/kb/${kbId.slice(2)}`,
      MsrcSeverity: patch.severity,
      KbNumber: kbId,
      MsrcNumber: '',
      Language: 'All',
    };
  }
  return {
    ...common,
    Id: title,
    Name: patch.name,
    Epoch: patch.epoch,
    Version: patch.version,
    Release: patch.release,
    Arch: product.arch,
    Severity: patch.severity,
    Repository: product.repository,
    AdvisoryIds: patch.advisory ? [patch.advisory] : [],
    BugzillaIds: [],
  };
}
