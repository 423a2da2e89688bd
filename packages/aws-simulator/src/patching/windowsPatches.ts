import { Random } from '../model/random';
import { cvesOf } from './linuxPatches';
import { CataloguePatch, PatchKind, Product } from './types';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The KB numbers of January 2023 began about here. */
const FIRST_MONTH = 2023 * 12;
const FIRST_KB = 5_022_000;

/** What Microsoft calls a release in titles. */
const NAMES: Record<string, string> = {
  WindowsServer2016: 'Windows Server 2016',
  WindowsServer2019: 'Windows Server 2019',
  WindowsServer2022: 'Microsoft server operating system version 21H2',
  WindowsServer2025: 'Microsoft server operating system version 24H2',
};

interface Slot {
  kind: PatchKind;
  classification: string;
  severity: string;
  /** After Patch Tuesday. */
  days: number;
  needsReboot?: boolean;
  /** For what keeps its number from month to month. */
  kb?: number;
  title(name: string, ym: string, month: number): string;
}

function important(title: Slot['title'], needsReboot = false): Slot {
  return {
    kind: 'security',
    classification: 'SecurityUpdates',
    severity: 'Important',
    days: 0,
    needsReboot,
    title,
  };
}

function other(
  classification: string,
  severity: string,
  days: number,
  title: Slot['title'],
  more: Partial<Slot> = {},
): Slot {
  return { kind: 'other', classification, severity, days, title, ...more };
}

/** What a month brings, on Patch Tuesday and after it. */
const SLOTS: readonly Slot[] = [
  {
    kind: 'critical',
    classification: 'SecurityUpdates',
    severity: 'Critical',
    days: 0,
    needsReboot: true,
    title: (name, ym) =>
      `${ym} Cumulative Update for ${name} for x64-based Systems`,
  },
  important(
    (name, ym) =>
      `${ym} Cumulative Update for .NET Framework 3.5 and 4.8.1 for ${name} for x64`,
    true,
  ),
  important(
    (name, ym) =>
      `${ym} Servicing Stack Update for ${name} for x64-based Systems`,
  ),
  important((name, ym) => `${ym} Security Update for ${name} Secure Boot DBX`),
  important((_, ym) => `${ym} Security Update for Microsoft OLE DB Driver 19`),
  other(
    'CriticalUpdates',
    'Important',
    2,
    (name, ym) =>
      `${ym} Update for ${name} (time zones and daylight saving time)`,
  ),
  other(
    'CriticalUpdates',
    'Important',
    1,
    (name, ym) =>
      `${ym} Safe OS Dynamic Update for ${name} for x64-based Systems`,
  ),
  other(
    'CriticalUpdates',
    'Important',
    6,
    (name, ym) => `${ym} Update for Windows Update Stack of ${name}`,
  ),
  other(
    'UpdateRollups',
    'Unspecified',
    0,
    (_, __, month) =>
      `Windows Malicious Software Removal Tool x64 - v5.${
        month - FIRST_MONTH + 100
      }`,
    { kb: 890_830 },
  ),
  other(
    'Updates',
    'Unspecified',
    14,
    (name, ym) =>
      `${ym} Cumulative Update Preview for ${name} for x64-based Systems`,
    { needsReboot: true },
  ),
  ...[1, 8, 15, 22].map((days, index) =>
    other(
      'DefinitionUpdates',
      'Unspecified',
      days,
      (_, __, month) =>
        `Security Intelligence Update for Microsoft Defender Antivirus - Version 1.${
          360 + month - FIRST_MONTH
        }.${index * 250 + 31}.0`,
      { kb: 2_267_602 },
    ),
  ),
];

/** An update outside the rhythm, in one month of four. */
const OUT_OF_BAND: Slot = {
  kind: 'critical',
  classification: 'SecurityUpdates',
  severity: 'Critical',
  days: 9,
  needsReboot: true,
  title: (name, ym) =>
    `${ym} Out-of-band Cumulative Update for ${name} for x64-based Systems`,
};

/** The second Tuesday of a month, at 10:00 in Redmond. */
function patchTuesday(month: number): number {
  const first = Date.UTC(Math.floor(month / 12), month % 12, 1);
  const toTuesday = (2 - new Date(first).getUTCDay() + 7) % 7;
  return first + (toTuesday + 7) * DAY + 18 * HOUR;
}

/** The month a moment is in, counted from the year 0. */
export function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Everything released for a release of Windows Server by the Patch Tuesday of a month, in order. */
export function windowsPatches(
  seed: number,
  product: Product,
  month: number,
): CataloguePatch[] {
  const tuesday = patchTuesday(month);
  const ym = new Date(tuesday).toISOString().slice(0, 7);
  const slots = month % 4 === 1 ? [...SLOTS, OUT_OF_BAND] : SLOTS;
  return slots
    .map((slot, index): CataloguePatch => {
      const { kind, classification, severity, needsReboot } = slot;
      const random = Random.create(seed, 'released', month, index);
      const kb =
        slot.kb ??
        FIRST_KB +
          (month - FIRST_MONTH) * 1000 +
          product.index * 60 +
          index * 3 +
          random.int(0, 2);
      const name = NAMES[product.product] ?? product.product;
      return {
        product,
        kind,
        kbId: `KB${kb}`,
        title: `${slot.title(name, ym, month)} (KB${kb})`,
        classification,
        severity,
        cves: kind === 'other' ? [] : cvesOf(random, tuesday, 5),
        releasedAt: tuesday + slot.days * DAY,
        needsReboot: Boolean(needsReboot),
      };
    })
    .sort((a, b) => a.releasedAt - b.releasedAt);
}
