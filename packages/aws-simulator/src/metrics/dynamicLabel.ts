import { Metric } from './types';

const PROPERTY = /\$\{PROP\('(?<name>[^']+)'\)\}/g;

/** A label with what `${PROP('…')}` in it stands for. */
export function fillLabel(
  label: string,
  metric: Metric,
  { stat, period, region }: { stat: string; period: number; region: string },
): string {
  const known: Record<string, string> = {
    AccountId: metric.account,
    MetricName: metric.name,
    Namespace: metric.namespace,
    Period: String(period),
    Region: region,
    Stat: stat,
  };
  return label.replace(PROPERTY, (text, name: string) => {
    const dimension = metric.dimensions.find(
      ({ Name }) => `Dim.${Name}` === name,
    );
    return dimension?.Value ?? known[name] ?? text;
  });
}
