import { MetricUnit } from '@managed-nodes/plugin-managed-nodes-common';
import { Theme, useTheme } from '@material-ui/core/styles';
import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartData } from './chartData';
import { momentWords, tickWords, valueWords } from './metricWords';

const DAY = 86_400_000;

function colours({ palette }: Theme): string[] {
  return [
    palette.primary.main,
    palette.status.warning,
    palette.status.ok,
    palette.status.error,
    palette.status.pending,
    palette.textSubtle,
  ];
}

/** Lines over time; what was not reported is not drawn. */
export const MetricLines = (props: {
  data: ChartData;
  unit: MetricUnit;
  utc: boolean;
  height?: number;
}) => {
  const theme = useTheme();
  const { palette } = theme;
  const { data, unit, utc } = props;
  const { rows, lines } = data;
  const tick = { fill: palette.textSubtle, fontSize: 12 };
  const from = rows.at(0)?.time ?? 0;
  const to = rows.at(-1)?.time ?? 0;
  const palettes = colours(theme);
  return (
    <ResponsiveContainer width="100%" height={props.height ?? 180}>
      <LineChart
        data={rows}
        syncId="managed-nodes-metrics"
        syncMethod="value"
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke={palette.divider} vertical={false} />
        <XAxis
          dataKey="time"
          type="number"
          domain={[from, to]}
          scale="time"
          tickFormatter={time =>
            tickWords(time, { utc, longerThanADay: to - from > DAY })
          }
          tick={tick}
          stroke={palette.divider}
          minTickGap={56}
        />
        <YAxis
          domain={unit === 'percent' ? [0, 100] : [0, 'auto']}
          allowDecimals={unit !== 'count'}
          tickFormatter={value => valueWords(value, unit)}
          tick={tick}
          stroke={palette.divider}
          width={76}
        />
        <Tooltip
          labelFormatter={time => momentWords(Number(time), { utc })}
          formatter={value => valueWords(Number(value), unit)}
          contentStyle={{
            background: palette.background.paper,
            border: `1px solid ${palette.divider}`,
            color: palette.text.primary,
          }}
          itemStyle={{ color: palette.text.primary }}
        />
        {lines.length > 1 && (
          <Legend
            formatter={name => (
              <span style={{ color: palette.text.primary, fontSize: 12 }}>
                {name}
              </span>
            )}
          />
        )}
        {lines.map(({ key, name, before, index }) => (
          <Line
            key={key}
            name={name}
            dataKey={key}
            type="linear"
            stroke={palettes[index % palettes.length]}
            strokeWidth={before ? 1 : 2}
            strokeDasharray={before ? '4 3' : undefined}
            dot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
};
